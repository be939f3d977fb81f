"""Whom somebody might be the same as, and what the page of a merge shows of two."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts import addresses, merging
from deskhand.accounts.actions.merge import CHOSEN, UNDO_FOR, may_take_main_address, proven
from deskhand.accounts.models import Desk, Person, PersonMerge
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.tickets.people import is_address, of_desks, person_for, who_stays

SUGGESTED = 5
"""Most people who are suggested as the same."""

LABELS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("Main mail address"),
    "phone": gettext_lazy("Phone"),
    "organization": gettext_lazy("Organization"),
    "title": gettext_lazy("Job title"),
    "department": gettext_lazy("Department"),
    "location": gettext_lazy("Location"),
    "manager": gettext_lazy("Manager"),
    "language": gettext_lazy("Language"),
    "time_zone": gettext_lazy("Time zone"),
    "is_vip": gettext_lazy("VIP"),
    "is_site_admin": gettext_lazy("Site administrator"),
}


def beside(actor: Actor, desk: Desk, who: Person) -> dict[str, Any]:
    """What the page of a person says of merges: likely doubles, and merges that can be undone."""
    if not actor.may("people.merge", desk.pk):
        return {"may_merge": False, "doubles": [], "merges": []}
    return {
        "may_merge": who.is_active and actor.person_id != who.pk,
        "doubles": likely(desk, who) if who.is_active else [],
        "merges": in_force(desk, who),
    }


def likely(desk: Desk, who: Person) -> list[Person]:
    """People of the desk who are perhaps the same: the same name, the same phone, or the same word before the @ of the
    main address. One query."""
    same = Q(name__iexact=who.name)
    if len(who.phone) >= 5:
        same |= Q(phone=who.phone)
    local = (who.email or "").partition("@")[0]
    if len(local) >= 5 or "." in local:
        same |= Q(email__startswith=f"{local}@")
    found = of_desks([desk.pk]).filter(same, is_active=True).exclude(pk=who.pk).select_related("organization")
    return list(found.order_by("name", "pk")[:SUGGESTED])


def in_force(desk: Desk, who: Person) -> list[PersonMerge]:
    """Merges into the person that were made from this desk and can be undone, newest first."""
    rows = PersonMerge.objects.within(desk).in_force().filter(kept=who, at__gte=clock.now() - UNDO_FOR)
    return list(rows.select_related("gone", "by").order_by("-at", "-pk"))


def stays(actor: Actor, desk: Desk, pk: int) -> Person:
    """The one whom somebody who was merged away is now, if the actor may see them on the desk; else NotFound."""
    return person_for(actor, who_stays(pk), desk_id=desk.pk)


def other_one(actor: Actor, desk: Desk, chosen: str, typed: str) -> Person:
    """The other account, chosen from the list or named by a whole address. Raises Invalid for what names nobody whom
    the desk knows."""
    if chosen.isdecimal() and len(chosen) < 19:
        return person_for(actor, int(chosen), desk_id=desk.pk)
    owner = addresses.owner_of(addresses.normal(typed)) if is_address(typed) else None
    try:
        return person_for(actor, owner.pk if owner else 0, desk_id=desk.pk)
    except NotFound:
        words = _("Choose somebody from the list, or write a whole address that this desk knows.")
        raise Invalid(words, {"with": words}) from None


def compared(actor: Actor, desk: Desk, kept: Person, gone: Person) -> dict[str, Any]:
    """Both side by side, field by field, and how much would go over, counted on the actor's own desks alone."""
    own = actor.desks_with("people.merge")
    rows = [_row(desk, name, kept, gone) for name in CHOSEN]
    return {
        "fields": [one for one in rows if one["kept"] or one["gone"]],
        "unproven": _left_behind(kept, gone, proven(gone)),
        "moves": merging.counted(gone, own),
        "days": UNDO_FOR.days,
    }


def _row(desk: Desk, name: str, kept: Person, gone: Person) -> dict[str, Any]:
    ours, theirs = _word(desk, name, kept), _word(desk, name, gone)
    return {
        "name": name,
        "label": LABELS[name],
        "kept": ours,
        "gone": theirs,
        "is_choice": bool(theirs) and ours != theirs and (name != "email" or may_take_main_address(kept, gone)),
        "takes": bool(theirs) and not ours,
    }


def _left_behind(kept: Person, gone: Person, of_gone: set[str]) -> str:
    """The main address that does not go over because nobody has proven it."""
    return gone.email if gone.email and kept.email and gone.email not in of_gone else ""


def _word(desk: Desk, name: str, who: Person) -> str:
    """A value as people read it; a manager only if the desk knows them."""
    if name == "is_vip":
        return _("yes") if who.is_vip else ""
    if name == "language":
        return str(dict(settings.LANGUAGES).get(who.language, who.language))
    if name == "manager":
        known = who.manager_id is not None and of_desks([desk.pk]).filter(pk=who.manager_id).exists()
        return who.manager.name if known and who.manager else ""
    return str(getattr(who, name) or "")
