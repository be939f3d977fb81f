"""Letters through servers that put off, refuse, dawdle and hang up: none is lost, none arrives again and again."""

import smtplib
from dataclasses import replace
from datetime import timedelta

import pytest

from deskhand.jobs.models import Job
from deskhand.kernel import clock, vault
from deskhand.mail import outbox
from deskhand.mail.models import Lane, LetterKind, Mailbox, OutboundMail
from deskhand.mail.outbox import Enclosure, Letter, Recipient
from deskhand.mail.sending import smtp
from deskhand.mail.sending.hints import hinted_seconds
from deskhand.mail.sending.servers import Server
from deskhand.mail.sending.session import deliver
from deskhand.mail.sending.smtp import NotSent
from tests.services.certificates import Certificate
from tests.services.stub_smtp import (
    ACCEPT,
    BUSY,
    DROP_AFTER_DATA,
    DROP_BEFORE_DATA,
    GREYLIST,
    NOBODY,
    REJECTED_CONTENT,
    Act,
    StubSmtp,
)

MARA = "mara@kestrel.example"
GONE = Enclosure(blob_id=999_999, filename="gone.pdf", content_type="application/pdf", size=10)


@pytest.fixture
def stub(settings, stub_smtp):
    settings.DESKHAND = replace(settings.DESKHAND, smtp_url=stub_smtp.url)
    return stub_smtp


def put(mailbox, to=MARA, kind=LetterKind.REPLY, **more):
    letter = Letter(kind=kind, subject="VPN drops", text="Please restart.", mailbox=mailbox, **more)
    return outbox.put(letter, to=Recipient(email=to))


def worked(cast, row, *, rounds=1):
    """Let the worker try, as often as asked, whatever it would wait for in between."""
    for _round in range(rounds):
        OutboundMail.objects.within(cast.it).filter(state="queued").update(due_at=clock.now())
        Lane.objects.beyond_walls("all of the test").update(rests_until=None)
        Job.objects.filter(state="ready").update(due_ms=0)
        cast.work()
    row.refresh_from_db()
    return row


def test_greylisting_is_sat_out_for_as_long_as_the_server_asks(cast, stub):
    stub.scripts[MARA] = [GREYLIST]
    with clock.frozen(clock.now()):
        row = worked(cast, put(cast.mailbox))
        wait = (row.due_at - clock.now()).total_seconds()
    assert (row.state, row.tries) == ("queued", 1) and "Greylisted" in row.server_says
    assert wait == 300
    assert worked(cast, row).state == "sent"
    assert set(stub.copies().values()) == {1}


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("450 4.2.0 Greylisted, see http://postgrey.example/help/x.html", 300),
        ("451 4.7.1 Try again in 5 minutes", 300),
        ("450 4.7.0 please retry after 00120 s", 120),
        ("451 come back in 3 hours", 7200),
        ("451 try again in 1 second", 30),
        ("452 4.2.2 mailbox full", 0),
        ("451 4.3.0 try again later", 0),
        ("450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]", 0),
    ],
)
def test_a_hint_of_a_server_is_read(words, seconds):
    assert hinted_seconds(words) == seconds


@pytest.mark.parametrize("act", [NOBODY, REJECTED_CONTENT])
def test_a_final_no_ends_it_with_the_servers_words(cast, stub, act):
    stub.scripts[MARA] = [act]
    row = worked(cast, put(cast.mailbox))
    assert (row.state, row.server_says) == ("failed", act.says)
    assert stub.taken == []


def test_421_in_the_middle_lets_the_mailbox_rest_and_says_so_on_every_letter(cast, stub):
    stub.scripts[MARA] = [BUSY]
    first, second = put(cast.mailbox), put(cast.mailbox, to="huimin@kestrel.example")
    cast.work()
    first.refresh_from_db()
    second.refresh_from_db()
    assert [one.state for one in (first, second)] == ["queued", "queued"]
    assert first.server_says == second.server_says == "421 4.3.2 Too many connections"
    assert stub.tries["huimin@kestrel.example"] == 0
    worked(cast, first)
    assert sorted(one.recipient for one in stub.taken) == ["huimin@kestrel.example", MARA]
    second.refresh_from_db()
    assert (first.state, second.state) == ("sent", "sent")


def test_a_server_that_ends_long_conversations_gets_the_rest_in_the_next(cast, stub):
    stub.letters_in_a_conversation = 3
    for number in range(8):
        put(cast.mailbox, to=f"person{number}@kestrel.example")
    cast.work()
    assert len(stub.taken) == 8 and set(stub.copies().values()) == {1}
    assert stub.conversations == 3


def test_several_letters_go_through_one_connection(cast, stub):
    stub.scripts["person2@kestrel.example"] = [NOBODY]
    for number in range(5):
        put(cast.mailbox, to=f"person{number}@kestrel.example")
    cast.work()
    assert len(stub.taken) == 4 and stub.conversations == 1


def test_a_line_cut_before_the_letter_was_handed_over_costs_no_copy(cast, stub):
    stub.scripts[MARA] = [DROP_BEFORE_DATA]
    row = worked(cast, put(cast.mailbox))
    assert (row.state, row.unsure) == ("queued", 0) and "hung up" in row.server_says
    assert worked(cast, row).state == "sent"
    assert set(stub.copies().values()) == {1}


def test_a_line_cut_after_the_letter_costs_one_copy_at_most(cast, stub):
    stub.scripts[MARA] = [DROP_AFTER_DATA] * 9
    row = worked(cast, put(cast.mailbox))
    assert (row.state, row.unsure) == ("queued", 1) and "may have arrived" in row.server_says
    assert row.due_at - clock.now() > timedelta(minutes=14)
    worked(cast, row, rounds=4)
    assert row.state == "failed" and "may have arrived" in row.server_says
    assert list(stub.copies().values()) == [2]


def test_after_such_a_cut_the_second_try_carries_the_same_message_id(cast, stub):
    stub.scripts[MARA] = [DROP_AFTER_DATA]
    row = worked(cast, put(cast.mailbox), rounds=3)
    assert row.state == "sent"
    assert {one.letter["Message-ID"] for one in stub.taken} == {row.message_id} and len(stub.taken) == 2


def test_a_slow_server_is_waited_for_and_a_silent_one_is_not(cast, stub, monkeypatch):
    stub.scripts[MARA] = [Act(at="rcpt", waits=0.05)]
    assert worked(cast, put(cast.mailbox)).state == "sent"
    stub.scripts[MARA] = [Act(at="rcpt", waits=60)]
    with monkeypatch.context() as impatient:
        impatient.setattr(smtp, "TIMEOUT_SECONDS", 0.3)
        row = worked(cast, put(cast.mailbox))
    assert row.state == "queued" and "does not answer" in row.server_says
    stub.scripts[MARA] = []
    assert worked(cast, row).state == "sent"
    assert set(stub.copies().values()) == {1}


def test_the_answer_to_a_whole_letter_may_take_longer(cast, stub, monkeypatch):
    real = smtplib.SMTP.docmd

    def impatient_from_then_on(self, command, words=""):
        answer = real(self, command, words)
        if command == "DATA":
            self.sock.settimeout(0.2)
        return answer

    monkeypatch.setattr(smtplib.SMTP, "docmd", impatient_from_then_on)
    stub.scripts[MARA] = [Act(at="end", waits=0.4)]
    assert worked(cast, put(cast.mailbox)).state == "sent"
    assert set(stub.copies().values()) == {1}


def test_a_letter_over_the_servers_limit_is_not_even_begun(cast, stub):
    stub.size = 50
    row = worked(cast, put(cast.mailbox))
    assert row.state == "failed" and "takes at most 0.0 MB" in row.server_says
    assert not [one for one in stub.commands if one.startswith("MAIL")]


def test_a_sender_whom_the_server_does_not_let_send_keeps_the_letters_waiting(cast, stub, monkeypatch):
    monkeypatch.setattr(StubSmtp, "letters_in_a_conversation", 0)
    answers = iter([(553, b"5.7.1 Sender address rejected: not owned by user")])
    real = smtplib.SMTP.mail
    monkeypatch.setattr(smtplib.SMTP, "mail", lambda self, *a: next(answers, None) or real(self, *a))
    row = worked(cast, put(cast.mailbox))
    assert row.state == "queued" and "not owned by user" in row.server_says
    assert worked(cast, row).state == "sent"


@pytest.mark.parametrize(
    ("offers_tls", "words"), [(False, "offers no STARTTLS"), (True, "certificate of 127.0.0.1 cannot be trusted")]
)
def test_what_is_to_be_encrypted_is_never_sent_in_the_clear(cast, tmp_path, offers_tls, words):
    with StubSmtp(tls=Certificate(tmp_path).server() if offers_tls else None) as stub:
        name = {"smtp_host": stub.host, "smtp_port": stub.port, "smtp_security": "starttls"}
        secret = {"smtp_user": "desk", "smtp_secret": vault.locked("secret")}
        Mailbox.objects.within(cast.it).update(**name, **secret)
        row = worked(cast, put(Mailbox.objects.within(cast.it).get()))
        assert row.state == "queued" and words in row.server_says
        assert not [one for one in stub.commands if one.startswith(("AUTH", "MAIL"))]


def test_domains_of_other_scripts_travel_in_ascii(cast, stub):
    row = worked(cast, put(cast.mailbox, to="mara@straße.example"))
    assert row.state == "sent"
    assert stub.taken[0].recipient == "mara@xn--strae-oqa.example"
    assert stub.taken[0].letter["To"] == "mara@xn--strae-oqa.example"


def test_local_parts_of_other_scripts_need_a_server_that_knows_them(cast, stub):
    row = worked(cast, put(cast.mailbox, to="jörg@kestrel.example"))
    assert row.state == "failed" and "SMTPUTF8" in row.server_says
    stub.smtputf8 = True
    row = worked(cast, put(cast.mailbox, to="jörg@kestrel.example"))
    assert row.state == "sent"
    assert "jörg@kestrel.example".encode() in stub.taken[0].raw


def test_lines_that_begin_with_a_dot_arrive_as_they_were(stub_smtp):
    raw = b"Subject: x\r\n\r\n.\r\n..hidden\r\nend\r\n"
    server = Server(stub_smtp.host, stub_smtp.port, "none")
    assert deliver(server, sender="it@eberfeld.example", recipient=MARA, raw=raw) == "250 2.0.0 Taken"
    assert stub_smtp.taken[0].raw == raw


def test_a_letter_that_cannot_be_put_together_holds_up_nobody(cast, stub):
    broken = put(cast.mailbox, enclosures=[GONE])
    fine = put(cast.mailbox, to="huimin@kestrel.example")
    cast.work()
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert fine.state == "sent"
    assert broken.state == "queued" and "cannot be put together" in broken.server_says


def test_days_run_out_for_all_letters_of_a_server_that_is_gone(cast, stub):
    stub.stop()
    rows = [put(cast.mailbox, to=f"person{number}@kestrel.example") for number in range(3)]
    cast.work()
    with clock.frozen(clock.now() + timedelta(days=5, minutes=1)):
        worked(cast, rows[0])
        states = {row.state for row in OutboundMail.objects.within(cast.it).filter(pk__in=[one.pk for one in rows])}
    assert states == {"failed"}
    assert "Given up after 5 days" in rows[0].server_says and "Nobody listens" in rows[0].server_says


def test_nobody_is_written_to_twice_because_of_one_thing(cast, stub):
    first, again = put(cast.mailbox, once="event:7"), put(cast.mailbox, once="event:7")
    other = put(cast.mailbox, to="huimin@kestrel.example", once="event:7")
    cast.work()
    assert first.pk == again.pk != other.pk
    assert [one.recipient for one in stub.taken] == [MARA, "huimin@kestrel.example"]


def test_acts_are_played_in_order(stub_smtp):
    stub_smtp.scripts[MARA] = [NOBODY, ACCEPT]
    server = Server(stub_smtp.host, stub_smtp.port, "none")
    with pytest.raises(NotSent, match="No such user"):
        deliver(server, sender="it@eberfeld.example", recipient=MARA, raw=b"x")
    deliver(server, sender="it@eberfeld.example", recipient=MARA, raw=b"x")
    assert stub_smtp.tries[MARA] == 2
