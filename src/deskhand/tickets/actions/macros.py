"""Making, changing and ordering macros."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Person, Team
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.tickets import macros
from deskhand.tickets.actions.macro_steps import checked
from deskhand.tickets.events_of_macros import MacroEdited, OwnMacroEdited
from deskhand.tickets.macros import Things, steps_of
from deskhand.tickets.models import Macro
from deskhand.tickets.models.macro import MACRO_NAME_LIMIT

MACROS_PER_DESK = 300
"""Most macros of a desk, its teams and its people together, those that are switched off among them."""

SAVED = ("name", "steps", "team", "assign_to", "person")
"""What a change of a macro writes."""

UNTOLD = ("assignee", "message")
"""Steps of which the history says that they changed, and not how: people and texts."""


@transaction.atomic
def save_macro(
    *,
    actor: Actor,
    desk: Desk,
    macro: Macro | None = None,
    name: str,
    steps: Mapping[str, Any],
    assign_to: Person | None = None,
    team: Team | None = None,
    is_own: bool = False,
) -> Macro:
    """Make or change a macro: the desk's, a team's, or (``is_own``) the actor's alone. ``steps`` are as
    :data:`macros.STEPS` names them; ``assign_to`` is the person of the step ``assignee`` if that is ``person``. Raises
    NotFound, Denied, and Invalid by field."""
    Desk.objects.select_for_update().get(pk=desk.pk)
    kept = _held(desk, macro) if macro is not None else None
    _need(actor, desk, kept, is_own=is_own)
    name = " ".join(name.split())
    if not name or len(name) > MACRO_NAME_LIMIT:
        raise Invalid(
            _("A macro needs a name."), {"name": _("Between 1 and %(limit)s characters.") % {"limit": MACRO_NAME_LIMIT}}
        )
    if team is not None and (team.desk_id != desk.pk or is_own):
        raise Invalid(_("This team belongs to another desk."), {"scope": _("Choose a team of this desk.")})
    clean = checked(desk, steps, assign_to)
    row = kept or _fresh(desk)
    before = _told(row) if kept else {}
    text = row.steps.get("text")
    row.name, row.steps, row.team = name, clean, team
    row.assign_to = assign_to if clean.get("assignee") == macros.SOMEBODY else None
    row.person_id = actor.person_id if is_own else None
    row.save(update_fields=SAVED if kept else None)
    _tell(actor, row, before, {"message"} if text != clean.get("text") else set())
    return row


@transaction.atomic
def switch_macro(*, actor: Actor, macro: Macro, on: bool) -> Macro:
    """Offer a macro, or offer it no longer. It stays in the list, and what it did stays as it is."""
    _need(actor, macro.desk, macro, is_own=macro.person_id is not None)
    if macro.is_active != on:
        before = _told(macro)
        macro.is_active = on
        macro.save(update_fields=["is_active"])
        _tell(actor, macro, before, set())
    return macro


@transaction.atomic
def move_macro(*, actor: Actor, macro: Macro, by: int) -> None:
    """Move a macro up (-1) or down (1) among those that the actor finds beside it: their own among their own, those of
    the desk and its teams among these."""
    is_own = macro.person_id is not None
    _need(actor, macro.desk, macro, is_own=is_own)
    every = list(Macro.objects.within(macro.desk_id).select_for_update().order_by("position", "id"))
    beside = [one for one in every if one.person_id == macro.person_id and one.is_active == macro.is_active]
    at = next((place for place, one in enumerate(beside) if one.pk == macro.pk), None)
    if at is None or not 0 <= at + by < len(beside):
        return
    here, there = every.index(beside[at]), every.index(beside[at + by])
    every.insert(there, every.pop(here))
    for place, one in enumerate(every):
        if one.position != place:
            one.position = place
            one.save(update_fields=["position"])
    if not is_own:
        emit(MacroEdited(macro=macro.pk, fields=["position"]), actor=actor, desk_id=macro.desk_id)


def _held(desk: Desk, macro: Macro) -> Macro:
    """The macro as it is now, held until the end; NotFound if it is gone or another desk's."""
    rows = Macro.objects.within(desk).select_related("team", "assign_to").select_for_update(of=("self",))
    found: Macro | None = rows.filter(pk=macro.pk).first()
    if found is None:
        raise NotFound
    return found


def _need(actor: Actor, desk: Desk, macro: Macro | None, *, is_own: bool) -> None:
    """May the actor make this of it? A colleague's own macro does not exist for anybody else."""
    if macro is not None and macro.person_id not in (None, actor.person_id):
        raise NotFound
    if is_own and actor.person_id is None:
        raise Denied(_("Only people have macros of their own."))
    actor.need("tickets.own_macros", desk.pk)
    if not is_own or (macro is not None and macro.person_id is None):
        actor.need("tickets.macros", desk.pk)


def _fresh(desk: Desk) -> Macro:
    have = Macro.objects.within(desk)
    if have.count() >= MACROS_PER_DESK:
        raise Invalid(_("At most %(limit)s macros on a desk.") % {"limit": MACROS_PER_DESK})
    last = have.aggregate(last=Max("position"))["last"]
    return Macro(desk=desk, position=0 if last is None else min(last + 1, 32_000))


def _told(row: Macro) -> dict[str, str | bool]:
    """What the history keeps of a macro: short words by field."""
    said: dict[str, str | bool] = {one.code: one.words for one in steps_of(row, Things.of(row.desk_id))}
    said |= {"assignee": f"{row.steps.get('assignee', '')}{row.assign_to_id or ''}"} if "assignee" in said else {}
    said |= {"message": str(row.steps["message"])} if "message" in said else {}
    return {**said, "name": row.name, "team_of": row.team.name if row.team else "", "is_active": row.is_active}


def _tell(actor: Actor, row: Macro, before: Mapping[str, str | bool], more: set[str]) -> None:
    now = _told(row)
    names = {**before, **now}
    changed = [name for name in names if before.get(name, "") != now.get(name, "") or name in more]
    if not changed:
        return
    if row.person_id is not None:
        emit(OwnMacroEdited(macro=row.pk, fields=changed), actor=actor, desk_id=row.desk_id)
        return
    told = [name for name in changed if name not in UNTOLD]
    fact = MacroEdited(
        macro=row.pk,
        fields=changed if before else ["created"],
        old={name: before[name] for name in told if name in before} if before else {},
        new={name: now.get(name, "") for name in told} if before else {},
    )
    emit(fact, actor=actor, desk_id=row.desk_id)
