"""The rules of a desk for letters that answer its tickets."""

from __future__ import annotations

from deskhand.kernel import sharing
from deskhand.tickets.models import AnswerRules

RULES = ("newcomers", "copies_follow", "agents_by_mail", "commands")
"""What a desk decides."""


def rules_of(desk_id: int) -> AnswerRules:
    """The desk's rules, or those that are in force without any. One query."""
    return sharing.once(("answer_rules", desk_id), lambda: _rules_of(desk_id))


def _rules_of(desk_id: int) -> AnswerRules:
    found: AnswerRules | None = AnswerRules.objects.within(desk_id).first()
    return found or AnswerRules(desk_id=desk_id)
