"""What can go wrong with the policies of a desk, in words: calendars that never open, policies that fit nothing or
never get their turn, warnings that come too late, calls that no webhook listens to. Found by looking, so a policy can
be saved with it; what cannot be promised at all is refused when it is saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.calendars import queries as calendars
from deskhand.calendars.models import Calendar as CalendarRow
from deskhand.calendars.reckoning import Calendar
from deskhand.kernel import clock
from deskhand.modules.sla import rulebook, sentences, steps, typed
from deskhand.modules.sla.engine.rules import Rule
from deskhand.modules.sla.models import Policy, PolicyVersion
from deskhand.modules.sla.opening import never_opens, opens
from deskhand.modules.sla.terms import Target, Terms
from deskhand.tickets.as_it_was import Snapshot, stories_of
from deskhand.tickets.models import Ticket

LOOKS_BACK = timedelta(days=90)
"""Tickets of this time are asked whether a policy fits them."""

LOOKS_AT = 1_000
"""At most so many of them, the newest."""


@dataclass(frozen=True)
class Concern:
    """Something to look at. ``policy_id`` says where; ``is_wrong`` if nothing can come of the policy as it is."""

    policy_id: int
    name: str
    code: str
    sentence: str
    is_wrong: bool = False


def concerns(desk_id: int) -> list[Concern]:
    """All that can go wrong with the policies that count on a desk, in their order. A dozen queries, and some work for
    each of the newest tickets: ask for it apart from the page."""
    rules = _counting(desk_id)
    tickets = _tickets(desk_id) if rules else []
    found: list[Concern] = []
    for place, (policy, rule) in enumerate(rules):
        found += _of_calendar(policy, rule.terms, desk_id)
        found += _of_targets(policy, rule.terms)
        found += [Concern(policy.pk, policy.name, "webhook", sentence) for sentence in unheard(rule.terms, desk_id)]
        found += _of_turn(policy, rule, [one for one in rules[:place] if one[0].level == policy.level], tickets)
    return found


def unheard(terms: Terms, desk_id: int) -> list[str]:
    """That nobody listens where the terms call webhooks, in a sentence."""
    said = (step["step"] for target in terms.targets for one in target.milestones for step in one.steps)
    if "webhook" not in said or steps.is_heard(desk_id):
        return []
    words = _(
        "It calls webhooks, but none of this desk listens to “%(event)s”: nobody is called, and the leads are told so "
        "instead. Add a webhook under Settings > Programs > Webhooks."
    )
    return [words % {"event": steps.CALLED}]


def _counting(desk_id: int) -> list[tuple[Policy, Rule]]:
    """The policies that count, with what they say now, in order."""
    rows = PolicyVersion.objects.within(desk_id).filter(policy__put_away_at=None).select_related("policy")
    newest = {one.policy_id: one for one in rows.order_by("policy_id", "number")}
    on = sorted((one for one in newest.values() if one.is_on), key=lambda one: (one.position, one.policy_id))
    return [(one.policy, rulebook.rule_of(one, desk_id)) for one in on]


def _tickets(desk_id: int) -> list[list[Snapshot]]:
    """The newest tickets as they were after each of their facts."""
    rows = Ticket.objects.within(desk_id).listed().filter(created_at__gte=clock.now() - LOOKS_BACK)
    stories = stories_of(list(rows.order_by("-created_at", "-pk")[:LOOKS_AT]))
    return [[one.after for one in story.moments] for story in stories.values()]


def _of_calendar(policy: Policy, terms: Terms, desk_id: int) -> Iterator[Concern]:
    for name, calendar in _calendars(terms, desk_id):
        if not opens(calendar, clock.now()):
            yield Concern(policy.pk, policy.name, "calendar", never_opens(name), is_wrong=True)


def _calendars(terms: Terms, desk_id: int) -> Iterator[tuple[str, Calendar]]:
    """The calendars that may count for the policy's tickets."""
    if terms.calendar_id is not None:
        row = CalendarRow.objects.usable_on(desk_id).filter(pk=terms.calendar_id).first()
        if row is not None:
            yield row.name, calendars.dated(row)
        return
    if terms.source == "always":
        return
    for use in calendars.decided_on(desk_id):
        sided = {"team": use.team_id, "organization": use.organization_id, "location": use.location_id}
        own = next((name for name, pk in sided.items() if pk is not None), "desk")
        if use.calendar is not None and (terms.source == "ticket" or own in ("desk", terms.source)):
            yield use.calendar.name, calendars.dated(use.calendar)


def _of_targets(policy: Policy, terms: Terms) -> Iterator[Concern]:
    for target in terms.targets:
        name = sentences.name_of(target)
        for sentence in _late_warnings(target):
            yield Concern(policy.pk, policy.name, "warning", f"{name}: {sentence}")
    first, resolve = (
        next((one for one in terms.targets if one.metric == metric), None)
        for metric in ("first_response", "time_to_resolve")
    )
    if first is not None and resolve is not None and _is_longer(first, resolve):
        words = _("At some priority the first answer may take longer than the solution.")
        yield Concern(policy.pk, policy.name, "order", words)


def _is_longer(first: Target, resolve: Target) -> bool:
    for priority in {*first.goals, *resolve.goals}:
        one, other = first.goal(priority), resolve.goal(priority)
        if one and other and one.seconds is not None and other.seconds is not None and one.seconds > other.seconds:
            return True
    return False


def _late_warnings(target: Target) -> Iterator[str]:
    shortest = min((goal.seconds for goal in target.goals.values() if goal.seconds is not None), default=None)
    if shortest is None:
        return
    for one in target.milestones:
        if one.before is not None and one.before >= shortest:
            words = _("the warning %(when)s comes as the clock begins where only %(time)s are promised.")
            time = typed.seconds_in_words(shortest)
            yield words % {"when": sentences.milestone_in_words(one), "time": time}
        elif one.percent is not None and one.percent > 100:
            words = _("the warning %(when)s comes after it is due.")
            yield words % {"when": sentences.milestone_in_words(one)}


def _of_turn(
    policy: Policy, rule: Rule, above: Sequence[tuple[Policy, Rule]], tickets: Sequence[Sequence[Snapshot]]
) -> Iterator[Concern]:
    wider = next((one for one, other in above if other.terms.query in ("", rule.terms.query)), None)
    if wider is not None:
        words = _("“%(name)s” stands above it and fits at least the same tickets: this one never gets its turn.")
        yield Concern(policy.pk, policy.name, "shadowed", words % {"name": wider.name}, is_wrong=True)
        return
    fitting = [one for story in tickets for one in story if rule.asks(rule.terms.query, one)]
    if not fitting:
        if tickets:
            words = ngettext(
                "It fits none of the %(num)s ticket of the last %(days)s days.",
                "It fits none of the %(num)s tickets of the last %(days)s days.",
                len(tickets),
            )
            yield Concern(
                policy.pk, policy.name, "fits_nothing", words % {"num": len(tickets), "days": LOOKS_BACK.days}
            )
        return
    for one, other in above:
        if all(other.asks(other.terms.query, ticket) for ticket in fitting):
            words = _("All tickets of the last %(days)s days that it fits went to “%(name)s” above it.")
            found = words % {"days": LOOKS_BACK.days, "name": one.name}
            yield Concern(policy.pk, policy.name, "shadowed", found)
            return
