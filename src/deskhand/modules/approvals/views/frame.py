"""The page on which one person decides, as it is shown to them, signed in or by the link of a letter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from deskhand.kernel import clock
from deskhand.modules.approvals import shown, words
from deskhand.modules.approvals.models import Ask, AskState
from deskhand.portal.pages import page

FINAL = (AskState.APPROVED, AskState.DECLINED)


def ask_page(
    request: HttpRequest, row: Ask, *, post_url: str, is_link: bool = False, status: int = 200, **given: Any
) -> HttpResponse:
    """What is to be decided, or what became of it. ``post_url`` takes the decision."""
    approval, body = row.approval, row.content.body
    waits = row.state == AskState.WAITING and approval.is_open and approval.ticket.desk_id == approval.desk_id
    asker = approval.asked_by or approval.ticket.requester
    late = row.stage.deadline_at is not None and row.stage.deadline_at < clock.now()
    context = {
        "ask": row,
        "approval": approval,
        "ticket": approval.ticket,
        "body": body,
        "message": approval.why or shown.message_of(body),
        "facts": shown.facts_of(body, asker=asker.pk),
        "files": shown.files_of(approval.ticket),
        "asker": asker,
        "card": shown.card_of(asker),
        "stages": shown.stages_shown(approval, round_=row.stage.round),
        "questions": list(row.questions.select_related("by", "answered_by")),
        "waits": waits,
        "is_late": late,
        "became": "" if waits else words.what_became(row, approval),
        "is_link": is_link,
        "post_url": post_url,
        "current_digest": row.content.digest,
        **given,
    }
    return page(request, "approvals/ask.html", context, desk=approval.ticket.desk, current="approvals", status=status)
