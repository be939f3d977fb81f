"""Merging two accounts of one person, and making them two again. Walls: docs/decisions, "Merging people"."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import addresses, merging, power
from deskhand.accounts.actions.contacts import end_with_organization
from deskhand.accounts.actions.sessions import forget_sessions
from deskhand.accounts.events import PersonMerged, PersonUnmerged
from deskhand.accounts.models import Desk, OrganizationContact, Person, PersonMerge
from deskhand.accounts.security_letters import addresses_of
from deskhand.jobs.queue import job
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.web import letters

UNDO_FOR = timedelta(days=30)
"""How long a merge can be undone."""

CHOSEN = (
    "name",
    "email",
    "phone",
    "organization",
    "title",
    "department",
    "location",
    "manager",
    "language",
    "time_zone",
    "is_vip",
)
"""Fields of which one value is chosen; the one who stays keeps their own unless the other's is taken."""


def need_two_others(actor: Actor, desk: Desk, kept: Person, gone: Person) -> None:
    """Raise unless the actor may merge people on the desk, and these are two and neither is the actor. Says nothing of
    what others know about them, so a page may ask it that leaves no trace."""
    actor.need("people.merge", desk.pk)
    if kept.pk == gone.pk:
        raise Invalid(_("These are the same account."), {"with": _("Choose somebody else.")})
    if actor.person_id in (kept.pk, gone.pk):
        raise Denied(_("Nobody merges their own account: ask another administrator."))


def may_take_main_address(kept: Person, gone: Person) -> bool:
    """Whether the main address of the one who goes can become that of the one who stays: only if it was proven, for
    else somebody's mail would go where it never went; or if the one who stays has none at all."""
    return not kept.email or (bool(gone.email) and gone.email in proven(gone))


def proven(person: Person) -> set[str]:
    """The addresses that the person has proven."""
    return set(person.emailaddress_set.filter(verified=True).values_list("email", flat=True))  # type: ignore[attr-defined]


def need_to_merge(actor: Actor, desk: Desk, kept: Person, gone: Person) -> None:
    """Raise Denied unless the actor may merge these two from the desk. Both must be wholly of desks that the actor
    administers, and neither the actor. A site administrator may besides merge people who only ask on other desks. The
    refusal says neither which of the two nor what stands in the way."""
    need_two_others(actor, desk, kept, gone)
    own = actor.desks_with("people.merge")
    if not all(_is_in_reach(actor, one, own) for one in (kept, gone)):
        words = _("These two cannot be merged from here: one of them is known beyond your desks, or has more power.")
        raise Denied(f"{words} {_('Ask a site administrator.')}")


@transaction.atomic
def merge_people(*, actor: Actor, desk: Desk, kept: Person, gone: Person, take: Collection[str] = ()) -> PersonMerge:
    """Make two accounts one: everything of ``gone`` is ``kept``'s from now on, its proven addresses too, and nobody
    signs in as ``gone`` any more. ``take`` names the fields whose value of ``gone`` is taken over. Raises Denied where
    the walls forbid it, Invalid for a main address that cannot be taken over."""
    kept, gone = _locked(kept, gone)
    need_to_merge(actor, desk, kept, gone)
    _need_working(kept, gone, take)
    desks = merging.desks_of(kept) | merging.desks_of(gone) | {desk.pk}
    tell = sorted({*addresses_of(kept), *addresses_of(gone)})
    main = gone.email or ""
    was = {"email": gone.email, "is_site_admin": gone.is_site_admin}
    forget_sessions(gone.pk)
    values = {name: getattr(gone, name) for name in CHOSEN if name in take}
    _end(gone)
    moved = {one.name: done for one in merging.contributions() if (done := one.move(gone.pk, kept.pk, actor))}
    if "email" in take:
        _move_main(kept, gone, main, moved)
    before, after = _take_over(kept, values)
    end_with_organization(actor=actor, left={kept.pk: before.get("organization")})
    _leave_contacts(kept, gone, moved)
    row: PersonMerge = PersonMerge.objects.create(
        desk=desk,
        kept=kept,
        gone=gone,
        before=before,
        after=after,
        gone_was=was,
        moved=moved,
        by_id=actor.person_id,
        at=clock.now(),
    )
    numbers = {name: len(done["ids"]) for name, done in moved.items()}
    fact = PersonMerged(person=kept.pk, gone=gone.pk, merge=row.pk, fields=sorted(after), moved=_told(numbers, desks))
    for one in sorted(desks):
        emit(fact, actor=actor, desk_id=one)
    tell_of_merge.put(addresses=tell, kept=kept.name, gone=gone.name, language=kept.language)
    return row


@transaction.atomic
def undo_merge(*, actor: Actor, desk: Desk, merge: PersonMerge) -> list[str]:
    """Make the two accounts two again. What was moved and is still as it was goes back; what came since stays with the
    one who was kept. Returns the names of fields and things that could not go back."""
    actor.need("people.merge", desk.pk)
    row = merge_for(actor, desk, merge.pk)
    kept, gone = _locked(row.kept, row.gone)
    _need_undoable(actor, row)
    former = kept.organization_id
    left = _fields_back(kept, row)
    back = _rows_back(actor, kept, gone, row)
    if kept.organization_id != former:
        end_with_organization(actor=actor, left={kept.pk: former})
    left += _begin_again(gone, row.gone_was)
    row.undone_at, row.undone_by_id = clock.now(), actor.person_id
    row.save(update_fields=["undone_at", "undone_by"])
    fields = sorted(set(row.after) - set(left))
    desks = merging.desks_of(kept) | merging.desks_of(gone) | {desk.pk}
    fact = PersonUnmerged(person=kept.pk, gone=gone.pk, merge=row.pk, fields=fields, moved=_told(back, desks))
    for one in sorted(desks):
        emit(fact, actor=actor, desk_id=one)
    return left


def merge_for(actor: Actor, desk: Desk, pk: int) -> PersonMerge:
    """A merge that was made from the desk and is in force, if the actor may merge there; else NotFound."""
    allowed = [desk.pk] if actor.may("people.merge", desk.pk) else []
    found: PersonMerge | None = PersonMerge.objects.within(allowed).in_force().filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


@job(attempts=5)
def tell_of_merge(*, addresses: list[str], kept: str, gone: str, language: str = "") -> None:
    """Tell everybody who has an address of the two, in case it was wrong."""
    for address in addresses:
        letters.send("accounts/mail/merged.txt", to=address, language=language, kept=kept, gone=gone)


def _need_working(kept: Person, gone: Person, take: Collection[str]) -> None:
    if not (kept.is_active and gone.is_active):
        raise Denied(_("Only accounts that work can be merged."))
    if "email" in take and not may_take_main_address(kept, gone):
        words = _("%(address)s was never proven: it cannot become the main address.") % {"address": gone.email}
        raise Invalid(words, {"take": words})


def _told(numbers: dict[str, int], desks: Collection[int]) -> dict[str, int]:
    """How much moved, for the fact: nothing if several desks read it, as one's numbers are not another's."""
    return numbers if len(desks) == 1 else {}


def _is_in_reach(actor: Actor, person: Person, own: Collection[int]) -> bool:
    if person.is_site_admin and not actor.is_site_admin:
        return False
    if actor.is_site_admin:
        return not power.beyond([person.pk], own)
    return merging.is_within(person, own)


def _locked(kept: Person, gone: Person) -> tuple[Person, Person]:
    """Both rows as they are now, held until the end, always in the same order."""
    found = Person.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([kept.pk, gone.pk])
    if kept.pk not in found or gone.pk not in found:
        raise NotFound
    return found[kept.pk], found[gone.pk]


def _end(gone: Person) -> None:
    """Nobody signs in with it. Password and second factors lie still: after an undo the account is as safe as it
    was."""
    gone.emailaddress_set.update(primary=False)  # type: ignore[attr-defined]
    gone.email, gone.is_active, gone.is_site_admin = None, False, False
    gone.save(update_fields=["email", "is_active", "is_site_admin"])


def _move_main(kept: Person, gone: Person, email: str, moved: dict[str, merging.Moved]) -> None:
    """The main address that is taken over goes along though nobody has proven it."""
    row = gone.emailaddress_set.filter(email=email).first()  # type: ignore[attr-defined]
    if row is not None:
        row.user = kept
        row.save(update_fields=["user"])
        moved.setdefault(_ADDRESSES, {"ids": [], "doubles": []})["ids"].append(row.pk)


def _leave_contacts(kept: Person, gone: Person, moved: dict[str, merging.Moved]) -> None:
    """Whoever is the contact of another organization than the one to which they belong now is it no more: such rows
    stay with the account that goes, and count again if it comes back."""
    done = moved.get(_CONTACTS, {"ids": []})
    rows = OrganizationContact.objects.beyond_walls("a merge judged the walls before").filter(pk__in=done["ids"])
    foreign = rows.exclude(organization_id=kept.organization_id or 0)
    stay = set(foreign.values_list("pk", flat=True))
    foreign.update(person=gone)
    done["ids"] = [pk for pk in done["ids"] if pk not in stay]


def _take_over(kept: Person, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set the chosen values; what was there and what is there now."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, value in values.items():
        if name == "manager" and value is not None and value.pk == kept.pk:
            continue
        if value not in (None, "") and getattr(kept, name) != value:
            before[name], after[name] = _kept_value(getattr(kept, name)), _kept_value(value)
            setattr(kept, name, value)
    if after:
        kept.save(update_fields=list(after))
    if "email" in after:
        _make_main(kept, after["email"])
    return before, after


def _kept_value(value: Any) -> Any:
    return getattr(value, "pk", value)


def _make_main(person: Person, email: str | None) -> None:
    rows = person.emailaddress_set  # type: ignore[attr-defined]
    rows.filter(primary=True).update(primary=False)
    rows.filter(email=email).update(primary=True)


def _need_undoable(actor: Actor, row: PersonMerge) -> None:
    if row.at < clock.now() - UNDO_FOR:
        raise Denied(_("A merge can be undone for %(days)s days.") % {"days": UNDO_FOR.days})
    if actor.person_id in (row.kept_id, row.gone_id):
        raise Denied(_("Nobody merges their own account: ask another administrator."))
    later = PersonMerge.objects.beyond_walls("who is merged away is so on every desk").in_force()
    if later.filter(gone_id=row.kept_id).exists():
        raise Denied(_("This account was merged with another one since. Undo that first."))
    if not row.kept.is_active:
        raise Denied(_("The account is switched off. Switch it on first."))
    if not _serves_all(actor, row):
        raise Denied(_("Roles on desks of others would come back. Ask somebody who looks after them."))
    if not _is_in_reach(actor, row.kept, actor.desks_with("people.merge")):
        words = _("This cannot be undone from here: the person is known beyond your desks by now.")
        raise Denied(f"{words} {_('Ask a site administrator.')}")


_ADDRESSES, _CONTACTS = "account.EmailAddress.user", "accounts.OrganizationContact.person"

_POWER = ("accounts.DeskRole.person", "accounts.TeamMember.person", _CONTACTS)
"""Rows that let somebody read or change what is a desk's own."""


def _serves_all(actor: Actor, row: PersonMerge) -> bool:
    """Whether the actor may merge people on every desk on which the undo would give power back."""
    mine = set(actor.desks_with("people.merge"))
    return actor.is_system or set(merging.desks_of_rows(row.moved, _POWER)) <= mine


def _fields_back(kept: Person, row: PersonMerge) -> list[str]:
    """Put back what the choice changed and nobody changed since; names of the others."""
    left: list[str] = []
    back: list[str] = []
    for name, value in row.after.items():
        column = f"{name}_id" if name in ("organization", "manager") else name
        if getattr(kept, column) != value or not _is_there(kept, name, row.before[name]):
            left.append(name)
            continue
        setattr(kept, column, row.before[name])
        back.append(name)
    kept.save(update_fields=back)
    if "email" in back:
        _make_main(kept, kept.email)
    return left


def _is_there(kept: Person, name: str, value: Any) -> bool:
    """Whether a former value can be had again: its organization, manager or address may be gone."""
    if value is None or name not in ("organization", "manager", "email"):
        return True
    if name == "email":
        return bool(kept.emailaddress_set.filter(email=value).exists())  # type: ignore[attr-defined]
    model: Any = Person._meta.get_field(name).related_model
    return bool(model.objects.filter(pk=value).exists())


def _rows_back(actor: Actor, kept: Person, gone: Person, row: PersonMerge) -> dict[str, int]:
    known = {one.name: one for one in merging.contributions()}
    moved = {name: done for name, done in row.moved.items() if name in known}
    if _ADDRESSES in moved:  # What is the main address of the one who stays by now stays with them.
        main = set(kept.emailaddress_set.filter(primary=True).values_list("pk", flat=True))  # type: ignore[attr-defined]
        done = moved[_ADDRESSES]
        moved[_ADDRESSES] = done | {"ids": [pk for pk in done["ids"] if pk not in main]}
    return {name: known[name].move_back(gone.pk, kept.pk, done, actor) for name, done in moved.items()}


def _begin_again(gone: Person, was: Mapping[str, Any]) -> list[str]:
    """The account works again, at its former main address if nobody else has it by now, else at another of its own.
    Power over the installation does not come back by the way: site administrators name each other on their page."""
    rows = gone.emailaddress_set.order_by("-verified", "pk")  # type: ignore[attr-defined]
    free = [one for one in rows if addresses.owner_of(one.email) in (None, gone)]
    main = next((one for one in free if one.email == was.get("email")), free[0] if free else None)
    gone.email, gone.is_active = main.email if main else None, True
    gone.save(update_fields=["email", "is_active"])
    if main is not None:
        _make_main(gone, main.email)
    left = [] if gone.email == was.get("email") else ["email"]
    return [*left, "is_site_admin"] if was.get("is_site_admin") else left
