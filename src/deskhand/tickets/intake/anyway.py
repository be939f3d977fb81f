"""A letter becomes a ticket because somebody decided so, whatever the filters found."""

from __future__ import annotations

from collections.abc import Callable

from deskhand.accounts.actors import person_of
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import Denied
from deskhand.mail.headline import MESSAGE_ID_LIMIT
from deskhand.mail.models import InboundMail
from deskhand.mail.outcomes import Outcome
from deskhand.mail.parsing.model import ParsedMail
from deskhand.tickets.actions import NewTicket, create
from deskhand.tickets.intake import senders
from deskhand.tickets.intake.content import Content, content_of


def open_anyway(actor: Actor, letter: InboundMail, mail: ParsedMail) -> Callable[[], Outcome]:
    """Fills the slot ``mail_anyway``. The sender becomes the requester, or where no address can be read the actor.
    Nobody is answered by a machine, nobody in copy is added."""
    content = content_of(mail)
    return lambda: _opened(actor, letter, mail, content)


def _opened(actor: Actor, letter: InboundMail, mail: ParsedMail, content: Content) -> Outcome:
    requester = senders.person_for(mail.from_) if senders.usable(mail.from_.email) else person_of(actor)
    if requester is None:
        raise Denied("Letters without a sender become tickets of a person.")
    mailbox = letter.mailbox
    new = NewTicket(
        desk=mailbox.desk,
        subject=content.subject,
        body=content.body,
        requester=requester,
        kind=mailbox.kind,
        tags=mailbox.tags,
        team=mailbox.team if mailbox.team and mailbox.team.is_active else None,
        attachments=content.stored(actor, mailbox.desk_id),
        channel=Channel.MAIL,
        may_answer=False,
        message_id=mail.message_id[:MESSAGE_ID_LIMIT],
        inbound_id=letter.pk,
        shown_to=content.shown_to,
        shown_cc=content.shown_cc,
        remarks=[*content.remarks, "opened_by_hand"],
    )
    return Outcome(code="opened_by_hand", ticket_number=create(actor=actor, new=new).number)
