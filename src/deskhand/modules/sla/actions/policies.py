"""Making, changing, ordering and ending policies. Whatever is changed is a new version, from an instant on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.calendars.models import Calendar
from deskhand.calendars.queries import dated
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.sla import questions, steps, terms
from deskhand.modules.sla.actions import turns
from deskhand.modules.sla.actions.catching_up import catch_up
from deskhand.modules.sla.events import PolicyEdited
from deskhand.modules.sla.metrics import CONDITIONS, Conditions
from deskhand.modules.sla.models import Policy, PolicyVersion
from deskhand.modules.sla.models.policy import NAME_LIMIT
from deskhand.modules.sla.opening import never_opens, opens
from deskhand.modules.sla.terms import Terms

POLICY_LIMIT = 200
"""Policies of a desk, those that were put away not counted."""

CHANGED_MEANWHILE = gettext_lazy(
    "Somebody else has changed this policy meanwhile. Load it again, then repeat your change."
)
"""What somebody is told who saw an older version."""


@dataclass(frozen=True)
class Understood:
    """Terms that can be promised, with what the names in them stand for."""

    terms: Terms
    meant: Sequence[questions.Meaning]


@transaction.atomic
def save_policy(
    *,
    actor: Actor,
    desk_id: int,
    name: str,
    said: Mapping[str, Any],
    policy: Policy | None = None,
    only_new: bool = False,
    known_version: int | None = None,
) -> Policy:
    """Make a policy at the end of its level's order, or a new version of one, which counts from now on: for all open
    tickets, or with ``only_new`` for those that are opened from now on. ``known_version`` is the number that the author
    saw. Raises Invalid with fields, Conflict if it has been changed since."""
    actor.need("sla.policies", desk_id)
    row = _locked(desk_id, policy.pk) if policy is not None else None
    if row is not None and known_version is not None and _newest(row).number != known_version:
        raise Conflict(CHANGED_MEANWHILE)
    found = understood(said, desk_id)
    if row is not None and row.level != found.terms.level:
        raise Invalid(_("Between whom a promise is made does not change: make another policy."))
    cleaned = _name(name, desk_id, row)
    if row is None:
        row = _new(desk_id, cleaned, found.terms.level)
        fields = ["name", "terms"]
    else:
        fields = [*_rename(row, cleaned), "terms"]
    _put_version(actor, row, found, fields, only_new=only_new)
    return row


def understood(said: Mapping[str, Any], desk_id: int) -> Understood:
    """What was written, read and checked: its queries in their plain form. Raises Invalid with fields."""
    found = terms.read(said)
    _need_calendar(found, desk_id)
    _need_who_is_named(found, desk_id)
    meant: list[questions.Meaning] = []
    query = _asked(found.query, desk_id, meant, "query")
    targets = [
        replace(target, conditions=_plain(target.conditions, desk_id, meant, f"targets.{place}"))
        for place, target in enumerate(found.targets)
    ]
    return Understood(replace(found, query=query, targets=tuple(targets)), list(dict.fromkeys(meant)))


@transaction.atomic
def arrange(*, actor: Actor, desk_id: int, level: str, order: Sequence[int]) -> None:
    """Put the policies of a level into an order; of two that cover a ticket the first counts. Raises Invalid unless
    each is named once."""
    actor.need("sla.policies", desk_id)
    found = Policy.objects.within(desk_id).select_for_update().filter(level=level, put_away_at=None)
    rows = {one.pk: one for one in found}
    if sorted(order) != sorted(rows):
        raise Invalid(_("Name each policy once: somebody may have made or put away one meanwhile."))
    for position, pk in enumerate(order):
        row = rows[pk]
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
            _again(actor, row, ["position"])


@transaction.atomic
def switch_policy(*, actor: Actor, policy: Policy, on: bool) -> Policy:
    """Let a policy count from now on, or no more. Its clocks on open tickets begin or end."""
    row = _kept(actor, policy)
    if row.is_on != on:
        row.is_on = on
        row.save(update_fields=["is_on"])
        _again(actor, row, ["is_on"])
    return row


@transaction.atomic
def put_away(*, actor: Actor, policy: Policy) -> Policy:
    """Off, and out of the list. What it wound stays; it can be put back."""
    row = _kept(actor, policy)
    if row.put_away_at is None:
        row.is_on, row.put_away_at = False, clock.now()
        row.save(update_fields=["is_on", "put_away_at"])
        _again(actor, row, ["put_away_at", "is_on"])
    return row


@transaction.atomic
def put_back(*, actor: Actor, policy: Policy) -> Policy:
    """Back into the list, at its end, and off: whoever wants it switches it on."""
    row = _kept(actor, policy)
    if row.put_away_at is not None:
        row.put_away_at, row.position = None, _last(row.desk_id, row.level)
        row.save(update_fields=["put_away_at", "position"])
        _again(actor, row, ["put_away_at", "position"])
    return row


def renew(*, actor: Actor, policy: Policy) -> None:
    """The same terms from now on by what its agreement says now. The caller has locked the policy, and asked whether
    the actor may."""
    _again(actor, policy, ["agreement"])


def newest(policy: Policy) -> PolicyVersion:
    """What a policy says now."""
    return _newest(policy)


def _kept(actor: Actor, policy: Policy) -> Policy:
    actor.need("sla.policies", policy.desk_id)
    return _locked(policy.desk_id, policy.pk)


def _locked(desk_id: int, pk: int) -> Policy:
    found: Policy | None = Policy.objects.within(desk_id).select_for_update().filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _name(name: str, desk_id: int, row: Policy | None) -> str:
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > NAME_LIMIT:
        said = _("Give it a name of at most %(most)s characters.") % {"most": NAME_LIMIT}
        raise Invalid(said, {"name": said})
    same = Policy.objects.within(desk_id).filter(name__iexact=cleaned, put_away_at=None)
    if same.exclude(pk=row.pk if row else None).exists():
        said = _("Another policy has this name.")
        raise Invalid(said, {"name": said})
    return cleaned


def _new(desk_id: int, name: str, level: str) -> Policy:
    if Policy.objects.within(desk_id).filter(put_away_at=None).count() >= POLICY_LIMIT:
        raise Invalid(_("A desk has at most %(most)s policies.") % {"most": POLICY_LIMIT})
    position = _last(desk_id, level)
    row: Policy = Policy.objects.create(
        desk_id=desk_id, name=name, level=level, position=position, created_at=clock.now()
    )
    return row


def _last(desk_id: int, level: str) -> int:
    found = Policy.objects.within(desk_id).filter(level=level, put_away_at=None)
    highest = found.aggregate(highest=Max("position"))["highest"]
    return 0 if highest is None else highest + 1


def _rename(row: Policy, name: str) -> list[str]:
    if row.name == name:
        return []
    row.name = name
    row.save(update_fields=["name"])
    return ["name"]


def _again(actor: Actor, row: Policy, fields: list[str]) -> None:
    """The same terms at another place, on other days, or off or on. Only a change of place or days leaves older tickets
    to older versions."""
    last = _newest(row)
    found = Understood(terms.read(last.terms), last.meant)
    _put_version(actor, row, found, fields, only_new=last.only_new and fields in (["position"], ["agreement"]))


def _put_version(actor: Actor, row: Policy, found: Understood, fields: list[str], *, only_new: bool) -> PolicyVersion:
    last = PolicyVersion.objects.within(row.desk_id).filter(policy=row).aggregate(last=Max("number"))["last"]
    since, until = turns.days_of(row.agreement)
    version: PolicyVersion = PolicyVersion.objects.create(
        policy=row,
        number=(last or 0) + 1,
        active_from=clock.now(),
        position=row.position,
        is_on=row.is_on,
        only_new=only_new,
        agreement_id=row.agreement_id,
        since_at=since,
        until_at=until,
        terms=terms.written(found.terms),
        meant=[[field, name, list(ids)] for field, name, ids in found.meant],
        made_by_id=actor.person_id,
        made_at=clock.now(),
    )
    emit(PolicyEdited(policy=row.pk, version=version.number, fields=fields), actor=actor, desk_id=row.desk_id)
    turns.await_turns(row.desk_id, since, until)
    catch_up(desk_id=row.desk_id, silently=False)
    return version


def _newest(policy: Policy) -> PolicyVersion:
    found: PolicyVersion = PolicyVersion.objects.within(policy.desk_id).filter(policy=policy).latest("number")
    return found


def _plain(conditions: Conditions, desk_id: int, meant: list[questions.Meaning], place: str) -> Conditions:
    own = {
        name: replace(condition, query=_asked(condition.query, desk_id, meant, f"{place}.{name}"))
        for name in CONDITIONS
        if (condition := getattr(conditions, name)).query
    }
    return replace(conditions, **own)


def _need_calendar(found: Terms, desk_id: int) -> None:
    """A calendar of its own is one that the desk may use, and opens."""
    if found.calendar_id is None:
        return
    row: Calendar | None = Calendar.objects.usable_on(desk_id).filter(pk=found.calendar_id).first()
    said = ""
    if row is None:
        said = _("That calendar does not exist.")
    elif not opens(dated(row), clock.now()):
        said = never_opens(row.name)
    if said:
        raise Invalid(said, {"calendar": said})


def _need_who_is_named(found: Terms, desk_id: int) -> None:
    """The people and teams of what follows from warnings have to serve the desk."""
    for place, target in enumerate(found.targets):
        for number, milestone in enumerate(target.milestones):
            for turn, step in enumerate(milestone.steps):
                try:
                    steps.check([step], desk_id)
                except Invalid as error:
                    where = f"targets.{place}.milestones.{number}.steps.{turn}"
                    raise Invalid(str(error), {where: str(error)}) from None


def _asked(query: str, desk_id: int, meant: list[questions.Meaning], place: str) -> str:
    if not query:
        return ""
    try:
        plain, heard = questions.understood(query, desk_id)
    except Invalid as error:
        raise Invalid(str(error), {place: str(error)}) from None
    meant += heard
    return plain
