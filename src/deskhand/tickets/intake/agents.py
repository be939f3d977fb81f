"""A letter in an agent's name that answers a ticket of their desk."""

from __future__ import annotations

from dataclasses import replace

from deskhand.accounts.models import Person
from deskhand.mail.outcomes import Outcome
from deskhand.mail.recipients import was_sent_to
from deskhand.tickets.actions import reply
from deskhand.tickets.answer_rules import rules_of
from deskhand.tickets.intake import copying, senders
from deskhand.tickets.intake.arrival import Arrival
from deskhand.tickets.intake.filing import filed
from deskhand.tickets.intake.proof import Proof
from deskhand.tickets.models import AgentsByMail, AnswerRules, Ticket


def from_an_agent(arrival: Arrival, ticket: Ticket, proof: Proof, person: Person) -> Outcome:
    """Their public answer, if it proves that the very agent wrote it who got the notification; else a note that says
    what is missing."""
    rules = rules_of(ticket.desk_id)
    if rules.agents_by_mail == AgentsByMail.NEVER:
        return filed(arrival, ticket, "agents_not_by_mail", "unproven_agent")
    if not (proof.names(person.pk) or _is_vouched_for(arrival, ticket, person, rules)):
        return filed(arrival, ticket, "unproven_agent", "unproven_agent")
    actor, content = senders.as_agent(person), arrival.content
    reply(
        actor=actor,
        ticket=ticket,
        body=replace(content.body, quoted_html=""),
        attachments=content.stored(actor, ticket.desk_id),
        cc=copying.of_an_answer(arrival, ticket, proof, person).people,
        inbound_id=arrival.letter.pk,
    )
    return Outcome(code="agent_reply", ticket_number=ticket.number)


def _is_vouched_for(arrival: Arrival, ticket: Ticket, person: Person, rules: AnswerRules) -> bool:
    """The desk takes the word of DMARC, and the letter answers one that was sent to this very person."""
    if rules.agents_by_mail != AgentsByMail.AUTHENTIC or not arrival.judgement.is_authentic:
        return False
    answered = [*arrival.mail.in_reply_to, *arrival.mail.references]
    return was_sent_to(person.pk, answered, desk_id=ticket.desk_id, ticket_number=ticket.number)
