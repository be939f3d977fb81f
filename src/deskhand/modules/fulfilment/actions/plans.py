"""Writing plans: a draft that is changed step by step, and versions that count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.fulfilment.checks import need_sound
from deskhand.modules.fulfilment.definition import Definition, fresh
from deskhand.modules.fulfilment.events import PlanEdited, PlanPublished
from deskhand.modules.fulfilment.models import NAME_LIMIT, Plan, PlanVersion

PLANS_PER_DESK = 200
"""Most plans of a desk, those that were put away among them."""

UNDO_STEPS = 30
"""How many changes of a draft can be taken back."""


@transaction.atomic
def make_plan(*, actor: Actor, desk: Desk, name: str, definition: Definition | None = None) -> Plan:
    """A new plan, which counts for nothing before it is published. Its code is made of its name, and stays."""
    actor.need("fulfilment.plans", desk.pk)
    said, others = _name(desk.pk, name), Plan.objects.within(desk)
    if others.count() >= PLANS_PER_DESK:
        raise Invalid(_("A desk can have at most %(limit)s plans.") % {"limit": PLANS_PER_DESK})
    code = fresh(said, set(others.values_list("code", flat=True)))
    plan: Plan = Plan.objects.create(desk=desk, code=code, name=said, draft=(definition or Definition()).kept())
    _tell(actor, plan, ["made"])
    return plan


@transaction.atomic
def rename(*, actor: Actor, plan: Plan, name: str) -> Plan:
    """Give it another name; its code stays."""
    row = _locked(actor, plan)
    said = _name(row.desk_id, name, row)
    if said != row.name:
        row.name = said
        row.save(update_fields=["name"])
        _tell(actor, row, ["title"])
    return row


@transaction.atomic
def change_draft(*, actor: Actor, plan: Plan, definition: Definition, edition: int | None = None) -> Plan:
    """Put another draft in place of the one that there is; it may still be wrong. ``edition`` is the draft that was
    changed: raises Conflict where somebody else has changed it meanwhile."""
    row = _locked(actor, plan)
    if edition is not None and edition != row.edition:
        raise Conflict(_("Somebody else has changed this plan meanwhile. Read it again, then repeat your change."))
    kept = definition.kept()
    if kept != row.draft:
        _put(row, kept, former=[*row.former, row.draft])
        _tell(actor, row, ["draft"])
    return row


@transaction.atomic
def undo_draft(*, actor: Actor, plan: Plan) -> Plan:
    """Take the last change of the draft back. Raises Conflict where none is left."""
    row = _locked(actor, plan)
    if not row.former:
        raise Conflict(_("There is nothing left to take back."))
    _put(row, row.former[-1], former=row.former[:-1], ahead=[*row.ahead, row.draft])
    _tell(actor, row, ["draft"])
    return row


@transaction.atomic
def redo_draft(*, actor: Actor, plan: Plan) -> Plan:
    """Make the change again that was taken back last. Raises Conflict where there is none, as after another change."""
    row = _locked(actor, plan)
    if not row.ahead:
        raise Conflict(_("There is nothing to make again."))
    _put(row, row.ahead[-1], former=[*row.former, row.draft], ahead=row.ahead[:-1])
    _tell(actor, row, ["draft"])
    return row


@transaction.atomic
def publish(*, actor: Actor, plan: Plan) -> PlanVersion:
    """Let the draft count for what is started from now on; what runs keeps its version. Raises Invalid with what is
    wrong, by the codes of the steps."""
    row = _locked(actor, plan)
    definition = Definition.read(row.draft)
    need_sound(definition, row.desk_id)
    if row.published is not None and row.published.definition == definition.kept():
        return row.published
    return _version(actor, row, definition.kept(), None)


@transaction.atomic
def roll_back(*, actor: Actor, plan: Plan, number: int) -> PlanVersion:
    """Publish an older version once more, as a new one; the draft becomes the same."""
    row = _locked(actor, plan)
    old = row.versions.filter(number=number).first()
    if old is None:
        raise NotFound
    need_sound(Definition.read(old.definition), row.desk_id)
    if row.draft != old.definition:
        _put(row, old.definition, former=[*row.former, row.draft])
    return _version(actor, row, old.definition, number)


@transaction.atomic
def put_away(*, actor: Actor, plan: Plan) -> Plan:
    """Start it no more. What runs goes on."""
    row = _locked(actor, plan)
    if row.put_away_at is None:
        row.put_away_at = clock.now()
        row.save(update_fields=["put_away_at"])
        _tell(actor, row, ["put_away"])
    return row


@transaction.atomic
def put_back(*, actor: Actor, plan: Plan) -> Plan:
    """It can be started again."""
    row = _locked(actor, plan)
    if row.put_away_at is not None:
        _name(row.desk_id, row.name, row)
        row.put_away_at = None
        row.save(update_fields=["put_away_at"])
        _tell(actor, row, ["put_back"])
    return row


def _version(actor: Actor, plan: Plan, definition: dict[str, Any], again_from: int | None) -> PlanVersion:
    last = plan.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version: PlanVersion = PlanVersion.objects.create(
        plan=plan,
        number=last + 1,
        definition=definition,
        made_by=person_of(actor),
        made_at=clock.now(),
        again_from=again_from,
    )
    plan.published = version
    plan.save(update_fields=["published"])
    fact = PlanPublished(plan=plan.pk, number=version.number, again_from=again_from)
    emit(fact, actor=actor, desk_id=plan.desk_id)
    return version


def _put(plan: Plan, draft: dict[str, Any], *, former: list[Any], ahead: Sequence[Any] = ()) -> None:
    """Another draft, with what lies behind and ahead of it. A change that is new leaves nothing ahead."""
    plan.draft, plan.former, plan.ahead = draft, former[-UNDO_STEPS:], list(ahead)[-UNDO_STEPS:]
    plan.edition += 1
    plan.save(update_fields=["draft", "former", "ahead", "edition"])


def _locked(actor: Actor, plan: Plan) -> Plan:
    actor.need("fulfilment.plans", plan.desk_id)
    rows = Plan.objects.within(plan.desk_id).select_for_update(of=("self",)).select_related("published", "desk")
    row: Plan | None = rows.filter(pk=plan.pk).first()
    if row is None:
        raise NotFound
    return row


def _name(desk_id: int, name: str, plan: Plan | None = None) -> str:
    said = " ".join(name.split())
    wrong = ""
    if not said:
        wrong = _("Give it a name, by which colleagues find it.")
    elif len(said) > NAME_LIMIT:
        wrong = _("At most %(limit)s characters.") % {"limit": NAME_LIMIT}
    else:
        others = Plan.objects.within(desk_id).filter(name=said, put_away_at=None)
        others = others.exclude(pk=plan.pk) if plan is not None else others
        wrong = _("This desk has a plan of this name already.") if others.exists() else ""
    if wrong:
        raise Invalid(wrong, {"name": wrong})
    return said


def _tell(actor: Actor, plan: Plan, fields: list[str]) -> None:
    emit(PlanEdited(plan=plan.pk, fields=fields), actor=actor, desk_id=plan.desk_id)
