"""What became of something, in sentences for those who were asked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deskhand.modules.approvals.models import Approval, Ask, AskState, State
from deskhand.web import moments


def what_became(ask: Ask, approval: Approval) -> str:
    """Why it cannot be decided any more."""
    if (
        ask.state in (AskState.APPROVED, AskState.DECLINED)
        and ask.decided_by is not None
        and ask.decided_at is not None
    ):
        said = {"name": ask.decided_by.name, "when": moments.when_words(ask.decided_at)}
        if ask.state == AskState.APPROVED:
            return _("%(name)s approved this %(when)s already.") % said
        return _("%(name)s declined this %(when)s already.") % said
    if ask.state == AskState.VOID:
        return _(
            "It has changed since you were asked, so this counts no more. You are asked anew if it is still yours."
        )
    if ask.state == AskState.HANDED:
        return _("This was given to somebody else to decide.")
    if approval.state == State.APPROVED:
        return _("This was approved meanwhile. Your decision is not needed any more.")
    if approval.state == State.DECLINED:
        return _("This was declined meanwhile. Your decision is not needed any more.")
    return _("This is not to be decided any more: it was withdrawn, or others decided.")
