"""What requesters get without anybody having written it: when, in which words, and when not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskhand.accounts.actions import edit_desk
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.mail import letters as letter_words
from deskhand.mail import wording
from deskhand.mail.actions import save_template
from deskhand.mail.models import OutboundMail
from deskhand.mail.tests.post import answer, letter, post, sent_to, tickets
from deskhand.tickets import actions, letter_preview
from deskhand.tickets.models import Ticket
from deskhand.tickets.schedules import announce_closings, close_silent_tickets

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast):
    """IT closes after a week and tells requesters two days before."""
    return edit_desk(actor=cast.actor("lena"), desk=cast.it, warn_days=2)


def resolved(cast, ticket: Ticket | None = None) -> Ticket:
    ticket = ticket or cast.ticket("VPN drops")
    cast.work()
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    return ticket


def on(days: float, cast, ticket=None):
    """Let the clock's jobs run so many days on."""
    with clock.frozen(clock.now() + timedelta(days=days)):
        announce_closings.run()
        close_silent_tickets.run()
        cast.work()


def warned(email="mara@kestrel.example"):
    return sent_to(email, kind="closing")


def test_two_days_before_silence_closes_a_ticket_its_requester_is_told_once(cast, desk):
    ticket = resolved(cast)
    on(4.9, cast)
    assert warned() == []
    on(5.1, cast)
    on(5.2, cast)
    (one,) = warned()
    ticket.refresh_from_db()
    assert ticket.resolved_at is not None
    closes_at = (ticket.resolved_at + timedelta(days=7)).astimezone(clock.zone_of(""))
    assert one.subject.startswith("About to close: VPN drops [#") and f"{closes_at:%B}" in one.text
    assert one.headers["Auto-Submitted"] == "auto-generated" and one.headers["References"]
    on(7.1, cast)
    ticket.refresh_from_db()
    assert ticket.category == "closed" and len(warned()) == 1
    assert "about to close" in cast.client("jana").get(f"/agent/tickets/{ticket.number}/").text


def test_an_answer_to_it_opens_the_ticket_again(cast, desk):
    ticket = resolved(cast)
    on(5.1, cast)
    post(cast.mailbox, answer(warned()[0], "Not done at all."))
    ticket.refresh_from_db()
    assert ticket.category == "open" and ticket.messages.last().text.startswith("Not done")


def test_without_the_setting_nobody_is_told(cast):
    resolved(cast)
    on(6.5, cast)
    assert warned() == []


def test_the_days_before_are_fewer_than_those_of_silence(cast):
    with pytest.raises(Invalid):
        edit_desk(actor=cast.actor("lena"), desk=cast.it, close_days=3, warn_days=3)


def test_it_is_in_the_desks_words_and_the_requesters_language(cast, desk):
    cast.mara.language = "de"
    cast.mara.save()
    resolved(cast)
    words = {"subject": "Bald zu: {subject}", "body": "Am {date} ist Schluss, {first_name}."}
    save_template(actor=cast.actor("lena"), desk=cast.it, kind="closing", language="de", **words)
    on(5.1, cast)
    (one,) = warned()
    assert one.subject.startswith("Bald zu: VPN drops") and "ist Schluss, Mara." in one.text


def test_two_tickets_of_one_requester_are_not_two_letters_within_the_hour(cast, desk):
    resolved(cast)
    resolved(cast, cast.ticket("Printer"))
    on(5.1, cast)
    assert len(warned()) == 1
    on(5.2, cast)
    assert len(warned()) == 2


def test_machines_spam_and_what_is_in_the_bin_get_none(cast, desk):
    post(cast.mailbox, letter("Nagios <nagios@kestrel.example>", "Disk full", Auto_Submitted="auto-generated"))
    resolved(cast, tickets()[0])
    actions.mark_spam(actor=cast.actor("jana"), ticket=resolved(cast, cast.ticket(by="huimin")), block=False)
    actions.delete(actor=cast.actor("jana"), ticket=resolved(cast, cast.ticket(by="oliver")))
    on(5.1, cast)
    assert not OutboundMail.objects.beyond_walls("a test").filter(kind="closing").exists()


OPEN_KINDS = [one for one in letter_words.KINDS.values() if not one.is_fixed]
STRANGERS = "Buy http://evil.example now"


def test_no_automatic_letter_repeats_the_words_of_an_address_that_nobody_has_proven(cast, desk):
    raw = letter(f"{STRANGERS} <new@elsewhere.example>", STRANGERS, STRANGERS)
    post(cast.mailbox, raw)
    ticket = tickets()[-1]
    resolved(cast, ticket)
    on(5.1, cast)
    got = sent_to("new@elsewhere.example")
    assert [one.kind for one in got] == ["acknowledgement", "closing"]
    for one in got:
        written = f"{one.subject} {one.text} {one.html} {one.to_name} {one.headers}"
        assert "evil.example" not in written and "Buy" not in written


def test_nobody_gets_two_acknowledgements_within_the_hour_at_whatever_door(cast):
    for number in range(3):
        cast.ticket(f"Request {number}")
    cast.work()
    assert len(sent_to("mara@kestrel.example", kind="acknowledgement")) == 1


def test_every_kind_of_letter_can_be_previewed_on_a_real_ticket(cast):
    ticket = cast.ticket("VPN drops")
    for kind in OPEN_KINDS:
        for language in ("en", "de"):
            subject, body = wording.words(language)[kind.code].values()
            body += "".join(f"\n{name}: {{{name}}}" for name in kind.placeholders)
            shown = letter_preview.preview(ticket, subject=subject, body=body, language=language, by=cast.jana)
            assert "{" not in shown.text + shown.subject, kind.code
