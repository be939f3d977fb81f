"""Writing what a journey consists of. Each takes the blueprint and the actor, holds the row and writes a fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.journeys.actions.parts import ask_desks
from deskhand.modules.journeys.definition import Definition
from deskhand.modules.journeys.events import BlueprintEdited, BlueprintPublished
from deskhand.modules.journeys.models import CODE_LIMIT, NAME_LIMIT, Blueprint, Kind
from deskhand.modules.journeys.taking_part import problems_of

BLUEPRINTS_PER_DESK = 100
"""Most journeys that a desk writes."""

STEPS_BACK = 30
"""How many changes of a draft can be taken back."""


@transaction.atomic
def make_blueprint(
    *,
    actor: Actor,
    desk: Desk,
    name: str,
    kind: str = Kind.ONBOARDING,
    name_de: str = "",
    plan: Definition | None = None,
) -> Blueprint:
    """A new draft. Raises Invalid for a name that cannot be taken."""
    actor.need("journeys.design", desk.pk)
    Desk.objects.select_for_update().get(pk=desk.pk)
    if Blueprint.objects.within(desk).count() >= BLUEPRINTS_PER_DESK:
        raise Invalid(_("At most %(limit)s journeys on one desk.") % {"limit": BLUEPRINTS_PER_DESK})
    named = _named(name=name, name_de=name_de, kind=kind)
    base = slugify(named["name"])[: CODE_LIMIT - 4].strip("-") or "journey"
    taken = set(Blueprint.objects.within(desk).values_list("code", flat=True))
    code = next(one for one in (base, *(f"{base}-{n}" for n in range(2, 1_000))) if one not in taken)
    draft = (plan or Definition()).kept()
    row: Blueprint = Blueprint.objects.create(desk=desk, code=code, draft=draft, **named)
    _tell(actor, row, "made")
    return row


@transaction.atomic
def rename(
    *, actor: Actor, blueprint: Blueprint, name: str, name_de: str, kind: str, writes_letters: bool | None = None
) -> None:
    """Another name or kind, and whether letters are written, for what runs as well."""
    row = _held(actor, blueprint)
    for field, value in _named(name=name, name_de=name_de, kind=kind).items():
        setattr(row, field, value)
    row.writes_letters = row.writes_letters if writes_letters is None else writes_letters
    row.save(update_fields=["name", "name_de", "kind", "writes_letters"])
    _tell(actor, row, "title")


@transaction.atomic
def change_draft(
    *, actor: Actor, blueprint: Blueprint, change: Callable[[Definition], Definition], edition: int | None = None
) -> Definition:
    """Change the draft that there is. Raises Conflict where it is not the ``edition`` that was read, Invalid for what
    has not the shape of a journey."""
    row = _held(actor, blueprint)
    if edition is not None and edition != row.edition:
        raise Conflict(_("Somebody has changed it meanwhile. Read it again."))
    made = Definition.read(change(Definition.read(row.draft)).kept())
    if made.kept() == row.draft:
        return made
    row.former = [*row.former, row.draft][-STEPS_BACK:]
    row.draft, row.edition = made.kept(), row.edition + 1
    row.save(update_fields=["former", "draft", "edition"])
    _tell(actor, row, "draft")
    return made


@transaction.atomic
def undo_draft(*, actor: Actor, blueprint: Blueprint) -> None:
    """The draft as it was before its last change. Nothing where there was none."""
    row = _held(actor, blueprint)
    if not row.former:
        return
    row.draft, row.former, row.edition = row.former[-1], row.former[:-1], row.edition + 1
    row.save(update_fields=["former", "draft", "edition"])
    _tell(actor, row, "draft")


@transaction.atomic
def publish(*, actor: Actor, blueprint: Blueprint) -> Blueprint:
    """Let the draft count for what is started from now on, and ask the desks that it needs. Raises Invalid with what
    is wrong; what a desk has not accepted yet does not stand in the way."""
    row = _held(actor, blueprint)
    wrong = [one for one in problems_of(row) if not one.is_warning]
    if wrong:
        raise Invalid(wrong[0].words, {one.step or "steps": one.words for one in wrong})
    row.in_use, row.number = row.draft, row.number + 1
    row.save(update_fields=["in_use", "number"])
    ask_desks(actor, row, Definition.read(row.in_use))
    emit(BlueprintPublished(blueprint=row.pk, number=row.number), actor=actor, desk_id=row.desk_id, reason=row.name)
    return row


@transaction.atomic
def put_away(*, actor: Actor, blueprint: Blueprint) -> None:
    """Start it no more; what runs goes on."""
    _set_away(actor, blueprint, is_away=True)


@transaction.atomic
def put_back(*, actor: Actor, blueprint: Blueprint) -> None:
    """It can be started again."""
    _set_away(actor, blueprint, is_away=False)


def _set_away(actor: Actor, blueprint: Blueprint, *, is_away: bool) -> None:
    row = _held(actor, blueprint)
    if (row.put_away_at is not None) == is_away:
        return
    row.put_away_at = clock.now() if is_away else None
    row.save(update_fields=["put_away_at"])
    _tell(actor, row, "put_away" if is_away else "put_back")


def _held(actor: Actor, blueprint: Blueprint) -> Blueprint:
    actor.need("journeys.design", blueprint.desk_id)
    rows = Blueprint.objects.within(blueprint.desk_id).select_for_update(of=("self",)).select_related("desk")
    row: Blueprint | None = rows.filter(pk=blueprint.pk).first()
    if row is None:
        raise NotFound
    return row


def _named(*, name: str, name_de: str, kind: str) -> Mapping[str, Any]:
    said = {"name": " ".join(name.split()), "name_de": " ".join(name_de.split())}
    wrong = {
        field: _("At most %(limit)s characters.") % {"limit": NAME_LIMIT}
        for field, value in said.items()
        if len(value) > NAME_LIMIT
    }
    if not said["name"]:
        wrong["name"] = _("Write a name.")
    if kind not in Kind.values:
        wrong["kind"] = _("One of: %(words)s.") % {"words": ", ".join(Kind.values)}
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    return {**said, "kind": kind}


def _tell(actor: Actor, row: Blueprint, *fields: str) -> None:
    emit(BlueprintEdited(blueprint=row.pk, fields=list(fields)), actor=actor, desk_id=row.desk_id, reason=row.name)
