"""``tier:L2``, ``tier:>=L2``, ``tier:none``: by the tier of the ticket's team, as the team has it now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Team, Tier
from deskhand.kernel.query import Choice, ChoiceField, Env
from deskhand.kernel.query.fields import Test
from deskhand.kernel.query.kinds.logic import any_q, any_test
from deskhand.kernel.query.tree import Op, Term
from deskhand.kernel.query.values import Nothing, Value
from deskhand.tickets.query_names import desks


@dataclass(frozen=True, kw_only=True)
class TierField(ChoiceField):
    """Tiers in their order; a ticket has that of its team, so what is compared are the teams of the desks asked on."""

    def to_q(self, term: Term, env: Env) -> Q:
        """One question for the teams of all values."""
        return any_q(
            self._value_q(term.op, one) if isinstance(one, Nothing) else Q(team_id__in=self._teams(term.op, one, env))
            for one in term.values
        )

    def to_test(self, term: Term, env: Env) -> Test:
        """Teams are looked up once, not once a ticket."""
        return any_test(
            self._value_test(term.op, one) if isinstance(one, Nothing) else self._is_of(self._teams(term.op, one, env))
            for one in term.values
        )

    def _is_of(self, teams: frozenset[int]) -> Test:
        return lambda ticket: self.read(ticket) in teams

    def _teams(self, op: Op, value: Value, env: Env) -> frozenset[int]:
        there = Team.objects.within(desks(env)).filter(tier__in=self._held(op, value))
        return frozenset(there.values_list("pk", flat=True))


TIER = TierField(
    name="tier",
    title=_("Tier of the team"),
    column="team_id",
    read=lambda ticket: ticket.team_id,
    is_ordered=True,
    may_be_empty=True,
    choices=tuple(Choice(one.value, one.label) for one in Tier),
)
