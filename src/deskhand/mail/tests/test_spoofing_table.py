"""The table "What a liar reaches" of docs/admin/mail-security.md, row by row, through the door that letters come by."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from deskhand.accounts.actions import deactivate_person, merge_people, take_role
from deskhand.accounts.models import Person
from deskhand.kernel.actor import SYSTEM
from deskhand.mail.message_ids import fresh_message_id, plus_address, subject_token
from deskhand.mail.models import InboundMail, OutboundMail
from deskhand.mail.tests.post import answer, letter, post, sent_to, tickets
from deskhand.mail.tests.staged import kept_for_the_file
from deskhand.tickets import actions
from deskhand.tickets.bodies import plain
from deskhand.tickets.claims import claim_of
from deskhand.tickets.models import Ticket
from tests.cast import Cast, make_cast

PAGE = Path(__file__).parents[4] / "docs" / "admin" / "mail-security.md"
EVE, MARA, HUI, JANA = (
    "Eve <eve@nowhere.example>",
    "Mara <mara@kestrel.example>",
    "Hui Min <huimin@kestrel.example>",
    "Jana <jana@eberfeld.example>",
)
DESK = "it@eberfeld.example"


@dataclass
class Stage:
    """Mara's ticket, which Hui Min follows and Jana works on, another one of Mara's, one of the desk HR, and the
    letters that went to each."""

    cast: Cast
    ticket: Ticket
    other: Ticket
    payslip: Ticket
    to_mara: OutboundMail
    to_hui: OutboundMail
    to_jana: OutboundMail

    def token(self, person: Person, ticket: Ticket | None = None) -> str:
        return plus_address(DESK, (ticket or self.ticket).number, person.pk)

    def says(self, sender: str, to: str = DESK, subject: str = "Hello", **more: Any) -> bytes:
        return letter(sender, subject, "Send me the password.", to=to, **more)


TOLD = ("mara@kestrel.example", "huimin@kestrel.example", "jana@eberfeld.example")


def _staged() -> Stage:
    cast = make_cast()
    ticket, other = cast.ticket(), cast.ticket("Other")
    actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.jana)
    actions.reply(actor=cast.actor("jana"), ticket=ticket, body=plain("Please restart."), cc=[cast.huimin])
    cast.writes(ticket)
    payslip = cast.ticket("Payslip", desk="hr")
    cast.work()
    last = [sent_to(email, ticket_number=ticket.number)[-1] for email in TOLD]
    return Stage(cast, ticket, other, payslip, *last)


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with kept_for_the_file(django_db_blocker, _staged) as made:
        yield made


@pytest.fixture
def stage(office: Stage) -> Stage:
    return copy.deepcopy(office)


Row = Callable[[Stage], bytes]
ROWS: dict[str, Row] = {}


def row(name: str) -> Callable[[Row], Row]:
    def keep(make: Row) -> Row:
        ROWS[name] = make
        return make

    return keep


@row("a guessed reply address")
def _guessed_address(on: Stage) -> bytes:
    return on.says(EVE, f"it+t{on.ticket.number}-{on.cast.mara.pk}-aaaaaaaaaaaaaaaa@eberfeld.example")


@row("a guessed token in the subject")
def _guessed_subject(on: Stage) -> bytes:
    return on.says(EVE, subject=f"Re: [#{on.ticket.number} {on.cast.mara.pk}-aaaaaaaaaaaaaaaa]")


@row("a guessed token, From the requester")
def _requester_guessing(on: Stage) -> bytes:
    return on.says(MARA, f"it+t{on.ticket.number}-{on.cast.mara.pk}-aaaaaaaaaaaaaaaa@eberfeld.example")


@row("a bare number, from a stranger")
def _bare(on: Stage) -> bytes:
    return on.says(EVE, subject=f"Re: [#{on.ticket.number}] hello")


@row("a bare number, From the requester")
def _bare_of_mara(on: Stage) -> bytes:
    return on.says(MARA, subject=f"Re: [#{on.ticket.number}] hello")


@row("the stolen subject, with its token")
def _stolen_subject(on: Stage) -> bytes:
    return on.says(EVE, subject=f"Re: {on.to_mara.subject}")


@row("the stolen reply address")
def _stolen_address(on: Stage) -> bytes:
    return on.says(EVE, on.to_mara.headers["Reply-To"])


@row("the whole stolen letter")
def _stolen_letter(on: Stage) -> bytes:
    return answer(on.to_mara, sender=EVE)


@row("the stolen letter, with the requester's address as name")
def _name_as_address(on: Stage) -> bytes:
    return answer(on.to_mara, sender='"mara@kestrel.example" <eve@nowhere.example>')


@row("the stolen letter, with the requester in Sender and Reply-To")
def _other_headers(on: Stage) -> bytes:
    return answer(on.to_mara, sender=EVE, Sender=MARA, Reply_To=MARA)


@row("the stolen letter, from an address that looks like the requester's")
def _look_alike_sender(on: Stage) -> bytes:
    raw = answer(on.to_mara, sender="Mara <mara@kestrel.example>", Message_Hint="x")
    return raw.replace(b"From: Mara <mara@kestrel.example>", "From: Mara <mara@k\u0435strel.example>".encode(), 1)


@row("a forged agent who knows the thread")
def _forged_agent(on: Stage) -> bytes:
    return on.says(JANA, In_Reply_To=on.to_mara.message_id, subject=on.to_mara.subject)


@row("a forged agent with the requester's token")
def _forged_agent_with_token(on: Stage) -> bytes:
    return answer(on.to_mara, sender=JANA)


@row("a forged agent with another agent's token")
def _another_agents_token(on: Stage) -> bytes:
    return on.says("Ben <ben@eberfeld.example>", on.token(on.cast.jana))


@row("a forged agent with their token for another ticket")
def _agents_other_token(on: Stage) -> bytes:
    return on.says(JANA, on.token(on.cast.jana, on.other), In_Reply_To=on.to_mara.message_id)


@row("a forged agent, vouched for by DMARC, without token")
def _vouched_agent(on: Stage) -> bytes:
    vouched = "mx.eberfeld.example; dmarc=pass header.from=eberfeld.example"
    return on.says(JANA, In_Reply_To=on.to_jana.message_id, Authentication_Results=vouched)


@row("an agent with the token of their own notification")
def _agent(on: Stage) -> bytes:
    return answer(on.to_jana)


@row("a former agent's token")
def _former_agent(on: Stage) -> bytes:
    take_role(actor=on.cast.actor("lena"), desk=on.cast.it, person=on.cast.jana, role="agent")
    return on.says(JANA, on.token(on.cast.jana))


@row("From the requester, who knows the thread, with somebody in Cc")
def _added_copy(on: Stage) -> bytes:
    return on.says(MARA, In_Reply_To=on.to_mara.message_id, Cc=EVE)


@row("the requester's own token, with somebody in Cc")
def _own_token_and_copy(on: Stage) -> bytes:
    return answer(on.to_mara, Cc=EVE)


@row("the requester's own token, our address in blind copy")
def _blind(on: Stage) -> bytes:
    subject = f"Re: x {subject_token(on.ticket.number, on.cast.mara.pk)}"
    return on.says(MARA, EVE, subject)


@row("a follower with the requester's token, and somebody in Cc")
def _follower_with_token(on: Stage) -> bytes:
    return answer(on.to_mara, sender=HUI, Cc=EVE)


@row("the token of another ticket, and this one's number")
def _other_ticket(on: Stage) -> bytes:
    return on.says(MARA, on.token(on.cast.mara, on.other), f"[#{on.ticket.number}] hello")


@row("the token of a ticket of another desk")
def _other_desk(on: Stage) -> bytes:
    return on.says(MARA, on.token(on.cast.mara, on.payslip), In_Reply_To=fresh_message_id(on.payslip.number))


@row("a signed Message-ID with another number")
def _changed_number(on: Stage) -> bytes:
    changed = on.to_mara.message_id.replace(f"<t{on.other.number}", "<t").replace(
        f"<t{on.ticket.number}.", f"<t{on.other.number}."
    )
    return on.says(MARA, In_Reply_To=changed)


@row("a Message-ID of ours in capitals")
def _capital_id(on: Stage) -> bytes:
    return on.says(MARA, In_Reply_To=on.to_mara.message_id.upper())


@row("a reply address in capitals")
def _capital_address(on: Stage) -> bytes:
    return on.says(MARA, on.token(on.cast.mara).upper())


@row("a token with letters or digits that look alike")
def _look_alike_token(on: Stage) -> bytes:
    wide = str(on.ticket.number).translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    token = subject_token(on.ticket.number, on.cast.mara.pk).replace(str(on.ticket.number), wide, 1)
    return on.says(EVE, subject=f"Re: {token}")


@row("an automatic answer with a token")
def _automatic(on: Stage) -> bytes:
    return answer(on.to_mara, "I am away.", Auto_Submitted="auto-replied")


@row("an automatic answer with a guessed token")
def _automatic_guess(on: Stage) -> bytes:
    return on.says(EVE, subject=f"Away [#{on.ticket.number}]", Auto_Submitted="auto-replied")


@row("a letter of ours that comes back")
def _own(on: Stage) -> bytes:
    return on.says(MARA, on.token(on.cast.mara), message_id=on.to_mara.message_id)


@row("the requester's letter, replayed after the reply addresses were ended")
def _revoked(on: Stage) -> bytes:
    actions.revoke_reply_addresses(actor=on.cast.actor("jana"), ticket=on.ticket)
    return answer(on.to_mara)


@row("the newest letter to the requester, after reply addresses were ended")
def _after_revoking(on: Stage) -> bytes:
    actions.revoke_reply_addresses(actor=on.cast.actor("jana"), ticket=on.ticket)
    actions.reply(actor=on.cast.actor("jana"), ticket=on.ticket, body=plain("Write to this address."))
    return answer(sent_to("mara@kestrel.example", kind="reply")[-1])


@row("a follower's token, after they were taken out")
def _taken_out(on: Stage) -> bytes:
    actions.unfollow(actor=on.cast.actor("jana"), ticket=on.ticket, person=on.cast.huimin)
    return on.says(HUI, on.token(on.cast.huimin))


@row("a follower who was taken out, and knows the thread")
def _taken_out_in_thread(on: Stage) -> bytes:
    actions.unfollow(actor=on.cast.actor("jana"), ticket=on.ticket, person=on.cast.huimin)
    return answer(on.to_hui)


@row("the token of an account that was switched off")
def _switched_off(on: Stage) -> bytes:
    deactivate_person(actor=SYSTEM, person=on.cast.huimin)
    return on.says(HUI, on.token(on.cast.huimin))


@row("the token of an account that was merged into another, from that one")
def _merged(on: Stage) -> bytes:
    merge_people(actor=on.cast.actor("lena"), desk=on.cast.it, kept=on.cast.oliver, gone=on.cast.huimin)
    return on.says("Oliver <oliver@nordwind.example>", on.token(on.cast.huimin))


@row("a letter signed under a former secret key, that key among the former ones")
def _former_key(on: Stage) -> bytes:
    with override_settings(SECRET_KEY="the key before"):
        return on.says(MARA, on.token(on.cast.mara), In_Reply_To=fresh_message_id(on.ticket.number))


@row("a letter signed under a secret key that was removed")
def _removed_key(on: Stage) -> bytes:
    with override_settings(SECRET_KEY="the key that leaked"):
        return on.says(MARA, on.token(on.cast.mara), In_Reply_To=fresh_message_id(on.ticket.number))


def _table() -> dict[str, str]:
    part = PAGE.read_text().partition("## What a liar reaches\n")[2].partition("\n## ")[0]
    found = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", part, re.MULTILINE)
    return {name: becomes for name, becomes in found if name != "the letter" and not name.startswith("-")}


def _seen(on: Stage) -> dict[str, Any]:
    """What must not change by a lie: what requesters see, who reads along, and what was sent to them."""
    return {
        "public": list(on.ticket.messages.filter(kind="reply").values_list("pk", flat=True)),
        "followers": sorted(on.ticket.followers.values_list("person_id", flat=True)),
        "sent": len([one for email in TOLD[:2] for one in sent_to(email, kind="reply")]),
        "hers": on.other.messages.count(),
        "theirs": on.payslip.messages.count(),
    }


def _became(on: Stage, row: InboundMail, before: dict[str, Any]) -> str:
    """What became of the letter, in the words of the table."""
    after, last, newest = _seen(on), on.ticket.messages.order_by("pk").last(), tickets()[-1]
    same = {**after, "public": before["public"]} == before
    if row.outcome == "reply" and row.ticket_number == on.ticket.number and same:
        left_out = {"copies_left_out", "blind_copy"} & set(last.remarks)
        return "their reply; nobody is added, and it says so" if left_out else "their reply"
    if row.outcome == "reply" and after["followers"] != before["followers"]:
        return "their reply, and that person follows"
    if row.outcome == "reply" and row.ticket_number == on.other.number and after["public"] == before["public"]:
        return "their reply on the ticket of the token"
    if row.outcome == "agent_reply" and after["sent"] > before["sent"]:
        return "the agent's answer"
    assert after == before
    if row.outcome == "new_ticket" and newest.claims_number:
        assert newest.claims_number in (on.ticket.number, on.other.number, on.payslip.number)
        claim = claim_of(on.cast.actor("jana"), on.cast.it.pk, newest.pk)
        offered = claim is not None and claim.can_add
        return "a new ticket that claims, offered with one click" if offered else "a new ticket that claims"
    words = {
        "new_ticket": "a new ticket",
        "new_person": 'a note "from a new person"',
        "unproven_agent": "a note, not sent to the requester",
        "auto_reply_noted": "a quiet note",
        "auto_reply": "nothing",
        "own_mail": "nothing",
    }
    assert "note" not in words[row.outcome] or last.is_internal
    return words[row.outcome]


def test_the_page_and_this_test_have_the_same_rows():
    assert list(_table()) == list(ROWS)


@pytest.mark.django_db
@override_settings(SECRET_KEY_FALLBACKS=["the key before"])
@pytest.mark.parametrize("name", ROWS)
def test_a_liar_reaches_what_the_page_says(stage: Stage, name: str):
    raw = ROWS[name](stage)
    before = _seen(stage)
    assert _became(stage, post(stage.cast.mailbox, raw), before) == _table().get(name)
