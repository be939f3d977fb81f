"""A letter that opens a ticket."""

from __future__ import annotations

from deskhand.mail.outcomes import Outcome, ignored
from deskhand.tickets.actions import NewTicket, create
from deskhand.tickets.intake import copying, senders
from deskhand.tickets.intake.arrival import Arrival
from deskhand.tickets.intake.proof import Proof


def opened(arrival: Arrival, proof: Proof) -> Outcome:
    """A new ticket for the sender, if the desk takes one from them."""
    if not senders.may_open(arrival.sender_email, arrival.desk):
        return ignored("may_not_open")
    person = senders.person_for(arrival.mail.from_)
    actor = senders.as_requester(person, arrival.desk)
    mailbox, content = arrival.letter.mailbox, arrival.content
    copies = copying.of_a_new_letter(arrival, besides=[arrival.sender_email, person.email or ""])
    new = NewTicket(
        desk=arrival.desk,
        subject=content.subject,
        body=content.body,
        requester=person,
        kind=mailbox.kind,
        tags=mailbox.tags,
        team=mailbox.team if mailbox.team and mailbox.team.is_active else None,
        followers=copies.people,
        attachments=content.stored(actor, arrival.desk.pk),
        may_answer=arrival.judgement.may_answer and mailbox.acknowledges,
        is_spam=arrival.judgement.is_spam,
        claims_number=proof.claims,
        message_id=arrival.message_id,
        inbound_id=arrival.letter.pk,
        shown_to=content.shown_to,
        shown_cc=content.shown_cc,
        remarks=[*content.remarks, *_about(proof), *copies.remarks],
    )
    code = "spam_ticket" if new.is_spam else "new_ticket"
    return Outcome(code=code, ticket_number=create(actor=actor, new=new).number)


def _about(proof: Proof) -> list[str]:
    """What is remarked about a letter that answers something, but proves too little to be added there."""
    if proof.is_gone:
        return ["answers_deleted"]
    revoked = ["revoked"] if proof.is_revoked else []
    return [f"claims:{proof.claims}", *revoked] if proof.claims else []
