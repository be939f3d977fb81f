"""A letter in an agent's name that answers a ticket of their desk."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.mail.clean import html_from_text
from deskhand.mail.outcomes import Outcome
from deskhand.mail.quoting.html import without_first_lines
from deskhand.mail.recipients import was_sent_to
from deskhand.tickets import letters
from deskhand.tickets.actions import note, reply
from deskhand.tickets.answer_rules import rules_of
from deskhand.tickets.bodies import Body
from deskhand.tickets.intake import commands, copying, senders
from deskhand.tickets.intake.arrival import Arrival
from deskhand.tickets.intake.commands import LineRefused, Read
from deskhand.tickets.intake.filing import filed
from deskhand.tickets.intake.proof import Proof
from deskhand.tickets.models import AgentsByMail, AnswerRules, Ticket


def from_an_agent(arrival: Arrival, ticket: Ticket, proof: Proof, person: Person) -> Outcome:
    """Their public answer, if it proves that the very agent wrote it who got the notification; else a note that says
    what is missing."""
    rules = rules_of(ticket.desk_id)
    if rules.agents_by_mail == AgentsByMail.NEVER:
        return filed(arrival, ticket, "agents_not_by_mail", "unproven_agent")
    has_token = proof.names(person.pk)
    if not (has_token or _is_vouched_for(arrival, ticket, person, rules)):
        return filed(arrival, ticket, "unproven_agent", "unproven_agent")
    body = replace(arrival.content.body, quoted_html="")
    asked = commands.read(body.text) if has_token else Read()
    if asked.commands and (rules.commands or asked.are_known):
        return _with_commands(arrival, ticket, proof, person, asked, is_on=rules.commands)
    _write(arrival, ticket, proof, person, body)
    return Outcome(code="agent_reply", ticket_number=ticket.number)


def _is_vouched_for(arrival: Arrival, ticket: Ticket, person: Person, rules: AnswerRules) -> bool:
    """The desk takes the word of DMARC, and the letter answers one that was sent to this very person."""
    if rules.agents_by_mail != AgentsByMail.AUTHENTIC or not arrival.judgement.is_authentic:
        return False
    answered = [*arrival.mail.in_reply_to, *arrival.mail.references]
    return was_sent_to(person.pk, answered, desk_id=ticket.desk_id, ticket_number=ticket.number)


def _write(
    arrival: Arrival, ticket: Ticket, proof: Proof, person: Person, body: Body, *, is_note: bool = False
) -> None:
    actor, inbound = senders.as_agent(person), arrival.letter.pk
    files = arrival.content.stored(actor, ticket.desk_id)
    if is_note:
        note(actor=actor, ticket=ticket, body=body, attachments=files, inbound_id=inbound)
        return
    cc = copying.of_an_answer(arrival, ticket, proof, person).people
    reply(actor=actor, ticket=ticket, body=body, attachments=files, cc=cc, inbound_id=inbound)


def _with_commands(
    arrival: Arrival, ticket: Ticket, proof: Proof, person: Person, asked: Read, *, is_on: bool
) -> Outcome:
    """All of it or nothing: a line that cannot be carried out leaves the letter as a note, and its writer is told.
    Where commands are switched off nothing that was meant as one goes to the requester."""
    try:
        with transaction.atomic(), translation.override(letters.language_of(person, ticket)):
            if not is_on:
                raise LineRefused(asked.commands[0].line, _("Commands by mail are switched off on this desk."))
            commands.check(asked.commands)
            if asked.says_something or arrival.content.parts:
                _write(arrival, ticket, proof, person, _without_lines(arrival, asked), is_note=asked.is_note)
            commands.carry_out(senders.as_agent(person), ticket, asked.commands)
    except LineRefused as refusal:
        return _kept(arrival, ticket, person, refusal)
    says_nothing = not asked.says_something and not arrival.content.parts
    code = "commands" if says_nothing else "agent_note" if asked.is_note else "agent_reply"
    return Outcome(code=code, ticket_number=ticket.number)


def _kept(arrival: Arrival, ticket: Ticket, person: Person, refusal: LineRefused) -> Outcome:
    words = f"{refusal.line}\n\n{refusal.why}"
    html, once = html_from_text(words), f"letter:{arrival.letter.pk}:command_refused"
    letters.tell_agents("command_refused", ticket, [person], by="", text=words, html=html, once=once)
    return filed(arrival, ticket, "command_refused", "command_refused")


def _without_lines(arrival: Arrival, asked: Read) -> Body:
    """The answer without its commands. Their lines are cut from the HTML where they stand there as they do in the text;
    else the answer goes out as text."""
    body = arrival.content.body
    lines = [one.line for one in asked.commands]
    html = without_first_lines(body.html, lines) if arrival.mail.html else None
    return Body(html_from_text(asked.rest) if html is None else html, asked.rest, "", body.blocked_images)
