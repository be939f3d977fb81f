"""People in copy of a letter: who of them follows its ticket.

The rule: people in To and Cc of a letter that opens a ticket follow it; those in copy of an answer do if the letter
carries the sender's own reply token. Never if our own address stands in neither line, for then we were in blind copy,
or behind a list: the others do not know that we read along. And not at all on a desk that has switched it off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from deskhand.accounts.models import Person
from deskhand.mail.own import is_own, own_addresses
from deskhand.mail.parsing.model import ParsedMail
from deskhand.tickets.actions.followers import FOLLOWER_LIMIT
from deskhand.tickets.answer_rules import rules_of
from deskhand.tickets.intake import senders
from deskhand.tickets.intake.arrival import Arrival
from deskhand.tickets.intake.proof import Proof
from deskhand.tickets.models import Ticket

UNPROVEN, BLIND = "copies_left_out", "blind_copy"
"""Remarks on a message whose copies were not added: the sender did not prove who they are; we were in blind copy."""


@dataclass(frozen=True)
class Copies:
    """The people who follow from now on, and what is remarked where some do not."""

    people: list[Person] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def of_a_new_letter(arrival: Arrival, *, besides: Iterable[str]) -> Copies:
    """Who follows a ticket that the letter opens."""
    if not rules_of(arrival.desk.pk).copies_follow:
        return Copies()
    if not is_addressed(arrival.mail):
        return Copies(remarks=[BLIND] if _names_others(arrival.mail, set(besides)) else [])
    return Copies(senders.copied(arrival.mail, besides=besides))


def of_an_answer(arrival: Arrival, ticket: Ticket, proof: Proof, person: Person) -> Copies:
    """Who follows the ticket besides, of those to whom an answer went, too."""
    if not rules_of(ticket.desk_id).copies_follow or not _names_others(arrival.mail, _known(ticket, person)):
        return Copies()
    if not proof.names(person.pk):
        return Copies(remarks=[UNPROVEN])
    if not is_addressed(arrival.mail):
        return Copies(remarks=[BLIND])
    room = max(FOLLOWER_LIMIT - 1 - ticket.followers.count(), 0)
    return Copies(senders.copied(arrival.mail, besides=[person.email or "", ticket.requester.email or ""])[:room])


def is_addressed(mail: ParsedMail) -> bool:
    """True if an address of ours stands in To or Cc. False for a blind copy, and for what a list brought."""
    ours = own_addresses()
    return any(is_own(one.email, ours) for one in (*mail.to, *mail.cc))


def _known(ticket: Ticket, person: Person) -> set[str | None]:
    return {ticket.requester.email, person.email, *ticket.followers.values_list("person__email", flat=True)}


def _names_others(mail: ParsedMail, known: set[str | None] | set[str]) -> bool:
    """True if To or Cc names somebody who is neither known nor ours. Enters nobody."""
    ours = own_addresses()
    named = (senders.usable(one.email) for one in (*mail.to, *mail.cc))
    return any(one and one not in known and not is_own(one, ours) for one in named)
