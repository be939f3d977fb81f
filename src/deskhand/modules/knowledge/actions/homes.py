"""Homes: made, changed, arranged, deleted and put back."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import logo as logos
from deskhand.accounts.models import Desk, Organization
from deskhand.files import blobs
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.kernel.events import emit
from deskhand.modules.knowledge.contacts import Contact, checked
from deskhand.modules.knowledge.events import HomeEdited
from deskhand.modules.knowledge.models import Home, Part, Shelf
from deskhand.modules.knowledge.models.home import (
    FIRST_PARTS,
    HEADING_LIMIT,
    HOME_NAME_LIMIT,
    HOME_WORDS_LIMIT,
    WORD_LIMIT,
)
from deskhand.tickets.people import organizations_of
from deskhand.web.colour import is_colour

HOME_LIMIT = 200
"""Homes of a desk, deleted ones among them."""

HOME_ORGANIZATION_LIMIT = 200
"""Organizations of one home."""

EXAMPLE = "#0b5c7a"
"""A colour as it is written."""

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class HomeDetails:
    """What a home is called and says, for whom it is, and how it looks. ``logo`` is the content of a new picture,
    ``drop_logo`` takes the old one away. ``others``: heading and words by language."""

    name: str
    heading: str = ""
    words: str = ""
    others: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    word: str = ""
    is_general: bool = False
    organizations: Sequence[Organization] = ()
    accent: str = ""
    logo: bytes | None = None
    drop_logo: bool = False


@transaction.atomic
def create_home(*, actor: Actor, desk: Desk, details: HomeDetails, contacts: Sequence[Contact] = ()) -> Home:
    """Make a home with the parts that one begins with. Raises Invalid with the fields that cannot be taken."""
    _begin(actor, desk.pk)
    if Home.objects.within(desk).count() >= HOME_LIMIT:
        raise Invalid(_("A desk has at most %(limit)s homes.") % {"limit": HOME_LIMIT})
    now = clock.now()
    row = Home(desk=desk, parts=[str(one) for one in FIRST_PARTS], created_at=now, changed_at=now)
    row.contacts = [one.column() for one in checked(contacts)]
    _take(row, details)
    row.save()
    row.organizations.set(details.organizations)
    emit(HomeEdited(home=row.pk, what="made"), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def edit_home(*, actor: Actor, home: Home, details: HomeDetails) -> Home:
    """Change what it says, for whom it is, and how it looks. Raises Invalid with the fields."""
    row = _locked(actor, home)
    before = _state(row)
    _take(row, details)
    row.organizations.set(details.organizations)
    changed = [name for name, value in _state(row).items() if value != before[name]]
    if changed:
        _keep(actor, row, changed, [name for name in changed if name != "organizations"] + ["mark"])
    return row


@transaction.atomic
def arrange_home(*, actor: Actor, home: Home, parts: Sequence[str]) -> None:
    """Which parts stand on it, in this order; each at most once."""
    row = _locked(actor, home)
    known = [one for one in dict.fromkeys(parts) if one in Part.values]
    if known != row.parts:
        row.parts = known
        _keep(actor, row, ["parts"])


@transaction.atomic
def choose_shelves(*, actor: Actor, home: Home, shelves: Sequence[int]) -> None:
    """Which categories it names, in this order; none for all. Those of other desks are left out."""
    row = _locked(actor, home)
    own = set(Shelf.objects.within(row.desk_id).filter(pk__in=list(shelves)).values_list("pk", flat=True))
    known = [pk for pk in dict.fromkeys(shelves) if pk in own]
    if known != row.shelves:
        row.shelves = known
        _keep(actor, row, ["shelves"])


@transaction.atomic
def set_contacts(*, actor: Actor, home: Home, contacts: Sequence[Contact]) -> None:
    """How people reach the desk besides writing a request. Raises Invalid with the field of each line."""
    row = _locked(actor, home)
    found = [one.column() for one in checked(contacts)]
    if found != row.contacts:
        row.contacts = found
        _keep(actor, row, ["contacts"])


@transaction.atomic
def delete_home(*, actor: Actor, home: Home) -> None:
    """Nobody meets it any more; it can be put back."""
    row = _locked(actor, home)
    if row.deleted_at is None:
        row.deleted_at = clock.now()
        row.save(update_fields=["deleted_at"])
        emit(HomeEdited(home=row.pk, what="removed"), actor=actor, desk_id=row.desk_id)


@transaction.atomic
def restore_home(*, actor: Actor, home: Home) -> None:
    """Put it back. Raises Conflict if another home has its address, its people or everybody by now."""
    row = _locked(actor, home)
    if row.deleted_at is None:
        return
    if _taken(row, list(row.organizations.all())):
        raise Conflict(_("Another home has taken its place. Change that one first, then put this one back."))
    row.deleted_at = None
    row.save(update_fields=["deleted_at"])
    emit(HomeEdited(home=row.pk, what="restored"), actor=actor, desk_id=row.desk_id)


def _begin(actor: Actor, desk_id: int) -> None:
    """One change of a desk's homes at a time, so that no two take the same place."""
    actor.need("knowledge.settings", desk_id)
    list(Desk.objects.select_for_update().filter(pk=desk_id).values_list("pk"))


def _locked(actor: Actor, home: Home) -> Home:
    _begin(actor, home.desk_id)
    row: Home = Home.objects.within(home.desk_id).select_for_update(of=("self",)).get(pk=home.pk)
    return row


def _keep(actor: Actor, row: Home, changed: list[str], columns: list[str] | None = None) -> None:
    row.changed_at = clock.now()
    row.save(update_fields=[*(columns if columns is not None else changed), "changed_at"])
    emit(HomeEdited(home=row.pk, what="changed", fields=changed), actor=actor, desk_id=row.desk_id)


def _take(row: Home, details: HomeDetails) -> None:
    """Put the details on the row, cleaned. Another look has another mark: browsers keep what they got."""
    _check(row, details)
    look = (row.accent, row.logo_id)
    row.name, row.heading = " ".join(details.name.split()), " ".join(details.heading.split())
    row.words, row.word, row.is_general = details.words.strip(), details.word.strip().lower(), details.is_general
    row.others = {code: kept for code, one in details.others.items() if (kept := _said(one))}
    row.accent = details.accent.strip().lower()
    if details.logo is not None:
        row.logo = blobs.store(logos.cleaned(details.logo))
    elif details.drop_logo:
        row.logo = None
    if not row.mark or look != (row.accent, row.logo_id):
        row.mark = secrets.token_urlsafe(18)


def _said(one: Mapping[str, str]) -> dict[str, str]:
    found = {"heading": " ".join(one.get("heading", "").split()), "words": one.get("words", "").strip()}
    return {name: text for name, text in found.items() if text}


def _state(row: Home) -> dict[str, Any]:
    names = ("name", "heading", "words", "others", "word", "is_general", "accent", "logo")
    found: dict[str, Any] = {name: getattr(row, "logo_id" if name == "logo" else name) for name in names}
    return found | {"organizations": sorted(row.organizations.values_list("pk", flat=True))}


def _check(row: Home, details: HomeDetails) -> None:
    wrong: dict[str, str] = {}
    _check_lengths(details, wrong)
    word, accent = details.word.strip().lower(), details.accent.strip().lower()
    if not details.name.strip():
        wrong["name"] = _("Write a name.")
    if word and (not _WORD.fullmatch(word) or len(word) > WORD_LIMIT):
        limit = {"limit": WORD_LIMIT}
        wrong["word"] = _("Small letters, digits and dashes between them, at most %(limit)s characters.") % limit
    if accent and not is_colour(accent):
        wrong["accent"] = _("Write a colour like %(example)s.") % {"example": EXAMPLE}
    if len(details.organizations) > HOME_ORGANIZATION_LIMIT:
        wrong["organizations"] = _("At most %(limit)s organizations.") % {"limit": HOME_ORGANIZATION_LIMIT}
    elif details.organizations and not _are_of(row.desk_id, details.organizations):
        wrong["organizations"] = _("Choose organizations that this desk knows.")
    meant = Home(pk=row.pk, desk_id=row.desk_id, word=word, is_general=details.is_general)
    wrong = _taken(meant, details.organizations) | wrong
    if wrong:
        raise Invalid(_("This home cannot be saved."), wrong)


def _check_lengths(details: HomeDetails, wrong: dict[str, str]) -> None:
    said = [("", {"heading": details.heading, "words": details.words}), *details.others.items()]
    limits = {"heading": HEADING_LIMIT, "words": HOME_WORDS_LIMIT}
    for code, one in said:
        for name, limit in limits.items():
            if len(one.get(name, "").strip()) > limit:
                wrong[f"{name}_{code}" if code else name] = _("At most %(limit)s characters.") % {"limit": limit}
    if len(details.name.strip()) > HOME_NAME_LIMIT:
        wrong["name"] = _("At most %(limit)s characters.") % {"limit": HOME_NAME_LIMIT}


def _are_of(desk_id: int, organizations: Sequence[Organization]) -> bool:
    wanted = {one.pk for one in organizations}
    own = Home.organizations.through.objects.filter(home__desk_id=desk_id, organization_id__in=wanted)
    known = set(organizations_of([desk_id]).filter(pk__in=wanted).values_list("pk", flat=True))
    return wanted <= known | set(own.values_list("organization_id", flat=True))


def _taken(row: Home, organizations: Sequence[Organization]) -> dict[str, str]:
    """What another home of the desk has already, by field."""
    others, wrong = Home.objects.within(row.desk_id).standing().exclude(pk=row.pk), dict[str, str]()
    if row.word and others.filter(word=row.word).exists():
        wrong["word"] = _("Another home has this address.")
    if row.is_general and (other := others.filter(is_general=True).first()):
        wrong["is_general"] = _("“%(name)s” is for everybody already.") % {"name": other.name}
    if other := others.filter(organizations__in=[one.pk for one in organizations]).first():
        wrong["organizations"] = _("One of them has the home “%(name)s” already.") % {"name": other.name}
    return wrong
