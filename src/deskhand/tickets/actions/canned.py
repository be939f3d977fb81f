"""Canned replies."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Team
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.tickets.bodies import composed
from deskhand.tickets.events import CannedReplyEdited
from deskhand.tickets.models import CannedReply


@transaction.atomic
def save_canned_reply(
    *,
    actor: Actor,
    desk: Desk,
    reply: CannedReply | None = None,
    title: str,
    body: str,
    team: Team | None = None,
    language: str = "",
) -> CannedReply:
    """Make or change a canned reply of the desk or of one team. ``body`` is HTML with ``{placeholders}``."""
    actor.need("tickets.canned", desk.pk)
    title = " ".join(title.split())[:120]
    clean = composed(body)
    wrong = {} if title else {"title": _("Write a title.")}
    if clean.is_empty:
        wrong["body"] = _("Write the text.")
    if wrong:
        raise Invalid(_("The canned reply is not complete."), wrong)
    reply = reply or CannedReply(desk=desk)
    reply.title, reply.body, reply.team, reply.language = title, clean.html, team, language[:10]
    reply.save()
    fact = CannedReplyEdited(canned_reply=reply.pk, fields=["title", "body", "team", "language"])
    emit(fact, actor=actor, desk_id=desk.pk)
    return reply


@transaction.atomic
def delete_canned_reply(*, actor: Actor, reply: CannedReply) -> None:
    """Put a canned reply away."""
    actor.need("tickets.canned", reply.desk_id)
    reply.is_active = False
    reply.save(update_fields=["is_active"])
    fact = CannedReplyEdited(canned_reply=reply.pk, fields=["is_active"])
    emit(fact, actor=actor, desk_id=reply.desk_id)
