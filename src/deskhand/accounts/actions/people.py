"""People."""

from __future__ import annotations

import zoneinfo
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from deskhand.accounts import addresses, power
from deskhand.accounts.actions.contacts import end_with_organization
from deskhand.accounts.actions.directory import is_in_directory, make_known
from deskhand.accounts.events import PersonChanged, PersonCreated, PersonKnown, SiteAdminChanged
from deskhand.accounts.models import Came, Organization, Person
from deskhand.accounts.models.person import UNDO_CHOICES
from deskhand.kernel import bulk, clock
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import Conflict, Denied, Invalid, TooMany
from deskhand.kernel.events import emit
from deskhand.kernel.models import Event

NAME_LIMIT = 200
"""Longest name in characters."""

EDITABLE = (
    "name",
    "phone",
    "title",
    "department",
    "location",
    "language",
    "time_zone",
    "is_vip",
    "organization",
    "manager",
)
"""What staff can change about a person."""

RELIED_ON = {"name", "organization", "manager"}
"""What other desks rely on: who somebody is, whose tickets they may read, who answers for them."""

ENTERED_AN_HOUR = 500
"""Most people whom somebody enters by hand in an hour; a list of more is imported."""


@transaction.atomic
def create_person(
    *, actor: Actor, name: str, email: str = "", is_verified: bool = False, desk_id: int | None = None, **details: Any
) -> Person:
    """Enter somebody. ``desk_id`` is the desk on whose behalf staff do it, and whose directory they come into. If
    the address belongs to somebody whom the desk does not know, that person comes into its directory instead and keeps
    the details that they have: entering somebody does not tell whether others know them. Raises Conflict if the address
    is taken (on the desk), Invalid for what cannot be."""
    if not (actor.is_system or actor.is_site_admin):
        actor.need("people.create", desk_id)
    _need_patience(actor)
    owner = addresses.owner_of(addresses.normal(email)) if email and desk_id is not None else None
    person = owner if owner is not None and desk_id is not None and not is_in_directory(desk_id, owner) else None
    if person is None:
        person = insert_person(actor=actor, name=name, email=email, is_verified=is_verified, **details)
    if desk_id is not None:
        make_known(actor=actor, desk_id=desk_id, person=person, came=Came.ENTERED)
    return person


@transaction.atomic
def find_or_make_person(*, actor: Actor, email: str, name: str = "", is_verified: bool = False) -> Person:
    """The owner of an address, or a new person with it: what happens when somebody writes for the first time."""
    address = addresses.normal(email)
    found = addresses.owner_of(address)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            name = name or addresses.name_from(address)
            return _inserted(actor, address, is_verified, {"name": name})
    except IntegrityError:  # Somebody else made them in this very moment.
        return Person.objects.get(email=address)


@transaction.atomic
def change_person(*, actor: Actor, person: Person, desk_id: int | None, **details: Any) -> Person:
    """Change details (:data:`EDITABLE`) of somebody. Staff may; site administrators too. What others rely on
    (:data:`RELIED_ON`) is not changed from here for somebody who has power on a desk that the actor does not serve."""
    if not actor.is_site_admin:
        actor.need("people.edit", desk_id)
    locked, clean = Person.objects.select_for_update(of=("self",)).get(pk=person.pk), _checked(details)
    _need_reach(actor, locked, {name for name in clean if getattr(locked, name, None) != clean[name]})
    return _write(actor, locked, clean, desk_id)


@transaction.atomic
def set_own_preferences(*, actor: Actor, person: Person, **details: Any) -> Person:
    """One's own name, phone, language, zone and theme, whether keys without a modifier act (``single_keys``), and how
    many seconds one can undo what one sends (``undo_seconds``, one of UNDO_CHOICES). ``snooze_times`` are taken as they
    are: :func:`deskhand.tickets.actions.set_snooze_times` has checked them."""
    if actor.person_id != person.pk:
        raise Denied(_("These are somebody else's preferences."))
    theme = details.pop("theme", None)
    if theme is not None:
        if theme not in ("system", "day", "night"):
            raise Invalid(_("There is no such theme."), {"theme": _("One of: system, day, night.")})
        person.theme = theme
        person.save(update_fields=["theme"])
    single_keys = details.pop("single_keys", None)
    if single_keys is not None:
        person.single_keys = bool(single_keys)
        person.save(update_fields=["single_keys"])
    undo_seconds = details.pop("undo_seconds", None)
    if undo_seconds is not None:
        if undo_seconds not in UNDO_CHOICES:
            words = _("One of: %(words)s.") % {"words": ", ".join(str(one) for one in UNDO_CHOICES)}
            raise Invalid(_("This time cannot be chosen."), {"undo_seconds": words})
        person.undo_seconds = undo_seconds
        person.save(update_fields=["undo_seconds"])
    if (times := details.pop("snooze_times", None)) is not None:
        person.snooze_times = times
        person.save(update_fields=["snooze_times"])
    return _write(actor, person, _checked(details), None)


@transaction.atomic
def first_administrator(*, actor: Actor, name: str, email: str, password: str) -> Person:
    """The first site administrator, on the first run only. Raises Denied when there is one."""
    if not actor.is_system or Person.objects.filter(is_site_admin=True).exists():
        raise Denied(_("There is an administrator already."))
    person = insert_person(actor=actor, name=name, email=email, is_verified=True)
    person.is_site_admin = True
    person.save(update_fields=["is_site_admin"])
    if password:
        set_first_password(person, password)
    return person


@transaction.atomic
def make_site_admin(*, actor: Actor, person: Person) -> Person:
    """Let a person make desks and change the installation's settings. The terminal and site administrators may."""
    if not actor.is_system:
        actor.need("site.settings")
    made = Person.objects.filter(pk=person.pk, is_site_admin=False).update(is_site_admin=True)
    person.is_site_admin = True
    if made:
        emit(SiteAdminChanged(person=person.pk, is_made=True), actor=actor, desk_id=None)
    return person


def insert_person(*, actor: Actor, name: str, email: str = "", is_verified: bool = False, **details: Any) -> Person:
    """Write the row, its address and the fact. Permission is the caller's business; actions only."""
    address = addresses.normal(email) if email else None
    if address and addresses.owner_of(address) is not None:
        sentence = _("Somebody has the address %(address)s already.") % {"address": address}
        raise Conflict(sentence)
    return _inserted(actor, address, is_verified, {"name": name, **details})


def _inserted(actor: Actor, address: str | None, is_verified: bool, details: dict[str, Any]) -> Person:
    """Write somebody down whose address is nobody's."""
    fields = _checked(details)
    if "organization" not in fields:
        fields.setdefault("organization_id", addresses.organization_of(address) if address else None)
    person = Person(email=address, created_at=clock.now(), **fields)
    person.set_unusable_password()
    bulk.insert_one(person)
    if address:
        bulk.insert_one(EmailAddress(user=person, email=address, verified=is_verified, primary=True))
    emit(PersonCreated(person=person.pk), actor=actor, desk_id=None)
    return person


def _need_patience(actor: Actor) -> None:
    """Whoever enters an address learns what is known of its owner, so nobody tries out whole lists of them."""
    if actor.is_system or actor.person_id is None:
        return
    hour_ago = clock.now() - timedelta(hours=1)
    by = Event.objects.filter(actor_id=actor.person_id, at__gt=hour_ago, code=PersonKnown.code)
    if by.exclude(channel=Channel.IMPORT)[:ENTERED_AN_HOUR].count() < ENTERED_AN_HOUR:
        return
    words = _("At most %(limit)s people can be entered by hand in an hour. Import a list instead, or go on later.")
    raise TooMany(words % {"limit": ENTERED_AN_HOUR}, retry_after=3600)


def _need_reach(actor: Actor, person: Person, changes: set[str]) -> None:
    if actor.is_system or actor.is_site_admin or changes.isdisjoint(RELIED_ON):
        return
    if power.is_out_of_reach(person, actor.desks_with("people.edit")):
        words = _("Name, organization and manager of this person are not changed from here: others rely on them.")
        raise Denied(f"{words} {_('Ask a site administrator.')}")


def _checked(details: dict[str, Any]) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    clean = dict(details)
    for name, value in details.items():
        if isinstance(value, str):
            clean[name] = "".join(letter for letter in " ".join(value.split()) if letter.isprintable())
            limit = getattr(Person._meta.get_field(name), "max_length", None) or NAME_LIMIT
            if len(clean[name]) > limit:
                wrong[name] = _("At most %(limit)s characters.") % {"limit": limit}
    if "name" in clean and not clean["name"]:
        wrong["name"] = _("Write a name.")
    if clean.get("language") and clean["language"] not in dict(settings.LANGUAGES):
        wrong["language"] = _("One of: %(words)s.") % {"words": ", ".join(dict(settings.LANGUAGES))}
    if clean.get("time_zone") and clean["time_zone"] not in zoneinfo.available_timezones():
        wrong["time_zone"] = _("Choose a zone such as Europe/Berlin.")
    if wrong:
        raise Invalid(_("These details cannot be taken."), wrong)
    return clean


def _write(actor: Actor, person: Person, details: dict[str, Any], desk_id: int | None) -> Person:
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for name, value in details.items():
        if name not in EDITABLE:
            raise Invalid(_("This cannot be changed: %(name)s.") % {"name": name})
        before = getattr(locked, name)
        if before != value:
            setattr(locked, name, value)
            old[name], new[name] = _short(before), _short(value)
    if new:
        locked.save(update_fields=list(new))
        fact = PersonChanged(person=locked.pk, fields=sorted(new), old=old, new=new)
        emit(fact, actor=actor, desk_id=desk_id)
    if "organization" in old:
        end_with_organization(actor=actor, left={locked.pk: old["organization"]})
    return locked


def _short(value: Any) -> str | int | bool | None:
    if isinstance(value, Person | Organization):
        return value.pk
    return value if isinstance(value, bool | int) or value is None else str(value)[:60]


def set_first_password(person: Person, password: str) -> None:
    """Give somebody who was just made the password that they chose. Raises Invalid for a weak one; actions only."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(_("Choose another password."), {"password": " ".join(error.messages)}) from None
    person.set_password(password)
    person.save(update_fields=["password"])
