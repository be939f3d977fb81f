"""What the buttons of the page do: the same signed in and by the link of a letter."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.modules.approvals import actions
from deskhand.modules.approvals.models import Ask

APPROVE, DECLINE, ASK = "approve", "decline", "ask"


def carry_out(actor: Actor, row: Ask, posted: QueryDict) -> str:
    """Do what was pressed; a sentence about it. Raises Conflict and Invalid as the actions do."""
    verb, remark = posted.get("verb", ""), posted.get("remark", "")
    if verb == ASK:
        actions.put_question(actor=actor, ask=row, said=remark)
        return _("Your question is on its way. You get a letter when it is answered.")
    if verb not in (APPROVE, DECLINE):
        raise Invalid(_("Press Approve, Decline or Ask."))
    approves = verb == APPROVE
    actions.decide(actor=actor, ask=row, approves=approves, digest=posted.get("digest", ""), remark=remark)
    return _("You approved it.") if approves else _("You declined it.")
