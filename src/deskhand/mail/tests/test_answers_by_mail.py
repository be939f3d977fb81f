"""Agents answer by mail: what they must prove, and the commands at the top of their letters."""

import pytest

from deskhand.mail import judging
from deskhand.mail.tests.post import answer, letter, post, sent_to
from deskhand.mail.tests.staged import fixtures_of
from deskhand.tickets import actions
from deskhand.tickets.actions.answer_rules import set_answer_rules
from deskhand.tickets.bodies import plain
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


def rules(cast, **wanted):
    set_answer_rules(actor=cast.actor("lena"), desk=cast.it, **wanted)


def _told():
    """Mara's ticket, and the newest notification of Jana's about it."""
    cast = make_cast()
    ticket = cast.ticket()
    actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.jana)
    cast.writes(ticket)
    cast.work()
    return cast, ticket, sent_to("jana@eberfeld.example", kind="notification")[-1]


office, stage, cast, told = fixtures_of(_told)


def to_mara():
    return sent_to("mara@kestrel.example", kind="reply")


def test_every_notification_has_a_reply_address_of_its_readers_own(cast, told):
    _ticket, sent = told
    assert "+t" in sent.headers["Reply-To"] and f"-{cast.jana.pk}-" in sent.headers["Reply-To"]


def test_an_address_that_is_vouched_for_is_enough_where_the_desk_says_so(cast, told, monkeypatch):
    ticket, sent = told
    without_token = {"to": "it@eberfeld.example", "subject": "Re: VPN drops"}
    _vouched(monkeypatch)
    assert post(cast.mailbox, answer(sent, "Take the other cable.", **without_token)).outcome == "unproven_agent"
    rules(cast, agents_by_mail="authentic")
    assert post(cast.mailbox, answer(sent, "Take the third cable.", **without_token)).outcome == "agent_reply"
    assert "third cable" in to_mara()[-1].text and ticket.messages.last().author == cast.jana


def test_a_vouched_for_agent_answers_only_what_was_sent_to_them(cast, told, monkeypatch):
    ticket, _sent = told
    rules(cast, agents_by_mail="authentic")
    _vouched(monkeypatch)
    message = cast.reply(ticket)
    raw = letter("Ben <ben@eberfeld.example>", "Re: VPN", "Hello", In_Reply_To=message.message_id)
    assert post(cast.mailbox, raw).outcome == "unproven_agent"


def test_a_desk_can_refuse_answers_by_mail(cast, told):
    ticket, sent = told
    rules(cast, agents_by_mail="never")
    letters = len(to_mara())
    assert post(cast.mailbox, answer(sent, "Take the other cable.")).outcome == "unproven_agent"
    assert ticket.messages.last().remarks == ["agents_not_by_mail"] and len(to_mara()) == letters


def test_commands_are_off_until_a_desk_switches_them_on_and_never_reach_the_requester(cast, told):
    ticket, sent = told
    letters = len(to_mara())
    row = post(cast.mailbox, answer(sent, "#status resolved\n\nDone."))
    ticket.refresh_from_db()
    assert (row.outcome, ticket.category, len(to_mara())) == ("command_refused", "open", letters)
    assert "switched off" in sent_to("jana@eberfeld.example")[-1].text


def test_an_agent_does_by_lines_at_the_top_what_the_page_does(cast, told):
    ticket, sent = told
    rules(cast, commands=True)
    text = "#status resolved\n#Priority: high\n\n#tag vpn, cable\n#assign ben@eberfeld.example\n"
    text += "Plug it in.\n#9 is the port."
    assert post(cast.mailbox, answer(sent, text)).outcome == "agent_reply"
    ticket.refresh_from_db()
    assert (ticket.category, ticket.priority, ticket.assignee) == ("resolved", 3, cast.ben)
    assert {one.name for one in ticket.tags.all()} == {"vpn", "cable"}
    said = to_mara()[-1].text
    assert "Plug it in.\n#9 is the port." in said and "#status" not in said and "#tag" not in said


def test_the_lines_leave_the_html_too_and_its_formatting_stays(cast, told):
    ticket, sent = told
    rules(cast, commands=True)
    html = "<div>#assign me</div><div>#status on_hold<br></div><div><br></div><div>Try <b>this</b>.</div>"
    text = "#assign me\n#status on_hold\n\nTry this.\n"
    raw = letter("Jana <jana@eberfeld.example>", "Re: x", text, to=sent.headers["Reply-To"], html=html)
    assert post(cast.mailbox, raw).outcome == "agent_reply"
    message = ticket.messages.filter(kind="reply").last()
    assert "<b>this</b>" in message.html.replace("strong>", "b>") and "#" not in message.html


def test_a_note_by_mail_is_for_colleagues_alone(cast, told):
    ticket, sent = told
    rules(cast, commands=True)
    letters = len(to_mara())
    assert post(cast.mailbox, answer(sent, "#note\nShe called twice.")).outcome == "agent_note"
    note = ticket.messages.last()
    assert (note.kind, note.author, note.text) == ("note", cast.jana, "She called twice.")
    assert len(to_mara()) == letters


def test_commands_alone_send_no_answer_not_even_a_signature(cast, told):
    ticket, sent = told
    rules(cast, commands=True)
    letters = len(to_mara())
    assert post(cast.mailbox, answer(sent, "#status on_hold\n\n-- \nJana Vogt\nService Desk\n")).outcome == "commands"
    ticket.refresh_from_db()
    assert (ticket.category, len(to_mara())) == ("on_hold", letters)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("#resolve now", "no command “#resolve”"),
        ("#status sleeping", "One of:"),
        ("#assign mara@kestrel.example", "does not serve this desk"),
        ("#assign nowhere@x.example", "Nobody with the address"),
        ("#priority very", "One of: low"),
        ("#tag", "Say which tag"),
    ],
)
def test_a_line_that_cannot_be_carried_out_changes_nothing_and_its_writer_hears_which(cast, told, line, why):
    ticket, sent = told
    rules(cast, commands=True)
    letters = len(to_mara())
    row = post(cast.mailbox, answer(sent, f"#priority urgent\n{line}\nAll words are kept.", files=()))
    ticket.refresh_from_db()
    note = ticket.messages.last()
    assert (row.outcome, note.kind, note.remarks) == ("command_refused", "note", ["command_refused"])
    assert "All words are kept." in note.text and line in note.text
    assert (ticket.priority, len(to_mara())) == (2, letters)
    heard = sent_to("jana@eberfeld.example")[-1]
    assert line in heard.text and why in heard.text and f"-{cast.jana.pk}-" in heard.headers["Reply-To"]


def test_requesters_and_agents_without_their_token_command_nothing(cast, told):
    ticket, _sent = told
    rules(cast, commands=True, agents_by_mail="authentic")
    actions.reply(actor=cast.actor("jana"), ticket=ticket, body=plain("Try it."))
    cast.work()
    row = post(cast.mailbox, answer(to_mara()[-1], "#status closed\nThanks."))
    ticket.refresh_from_db()
    assert (row.outcome, ticket.category) == ("reply", "open")
    assert ticket.messages.last().text == "#status closed\nThanks."


def _vouched(monkeypatch):
    """The receiving server vouches for every sender."""
    from dataclasses import replace

    from deskhand.mail import reading

    real = judging.judged
    monkeypatch.setattr(reading, "judged", lambda *args: replace(real(*args), is_authentic=True))
