"""Whom a policy would ask for a ticket, without asking anybody."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.modules.approvals import conditions, terms
from deskhand.modules.approvals.models import Policy
from deskhand.modules.approvals.whom import WHY_WORDS, Circle
from deskhand.tickets.models import Ticket


@dataclass(frozen=True)
class Tried:
    """One stage: its name, why it would be left out (empty: it would not), and names with why they."""

    label: str
    left_out: str
    people: tuple[tuple[str, str], ...]


def tried(policy: Policy, ticket: Ticket, asker: int | None) -> list[Tried]:
    """Each stage as it would be if ``asker`` asked now."""
    said = terms.read(policy.versions.order_by("-number")[0].terms)
    circle, found = Circle(ticket, said, asker), []
    for place, stage in enumerate(said.stages):
        label = stage.name or _("Stage %(n)s") % {"n": place + 1}
        left_out = ""
        if not conditions.holds(stage.query, ticket):
            left_out = _("Left out: “%(query)s” is not true of it.") % {"query": stage.query}
        elif circle.skips_own(stage):
            left_out = _("Left out: whose ticket it is would decide it.")
        chosen = [] if left_out else circle.chosen(stage)
        names = dict(Person.objects.filter(pk__in=[one.person for one in chosen]).values_list("pk", "name"))
        people = tuple((names.get(one.person, ""), str(WHY_WORDS[one.why])) for one in chosen)
        found.append(Tried(label, left_out, people))
    return found
