"""Letters that cannot become tickets are seen, kept, and stand in nobody's way."""

import pytest

from deskhand.kernel import clock, slots
from deskhand.kernel.errors import Denied, NotFound, TooLarge
from deskhand.mail import actions
from deskhand.mail.models import InboundMail
from deskhand.mail.receive import accept
from deskhand.mail.schedules import STRANDED_MINUTES, rescue_stranded
from deskhand.mail.tests.post import letter, post, tickets


@pytest.fixture
def broken_intake(monkeypatch):
    """An intake that fails for letters whose subject says so, while the list is not empty."""
    faults = ["still broken"]
    all_items, whole = slots.items, slots.items("mail_intake")[0]

    def take_in(row, mail, judgement):
        if faults and "break" in mail.subject:
            raise RuntimeError(faults[0])
        return whole(row, mail, judgement)

    monkeypatch.setattr(
        slots, "items", lambda name, **of: [take_in] if name == "mail_intake" else all_items(name, **of)
    )
    return faults


def test_a_letter_that_breaks_the_program_waits_with_its_error_and_the_queue_goes_on(cast, broken_intake):
    row = post(cast.mailbox, letter(subject="break"))
    assert (row.state, row.outcome) == ("quarantined", "broken")
    assert "still broken" in row.error
    post(cast.mailbox, letter(subject="fine"))
    assert [one.subject for one in tickets()] == ["fine"]


def test_try_again_takes_it_in_when_the_fault_is_gone(cast, broken_intake):
    row = post(cast.mailbox, letter(subject="break"))
    broken_intake.clear()
    actions.try_again(actor=cast.actor("lena"), letter=row)
    cast.work()
    row.refresh_from_db()
    assert (row.state, row.error) == ("done", "")
    assert [one.subject for one in tickets()] == ["break"]


def test_try_again_pressed_twice_makes_one_ticket(cast, broken_intake):
    row = post(cast.mailbox, letter(subject="break"))
    broken_intake.clear()
    actions.try_again(actor=cast.actor("lena"), letter=row)
    with pytest.raises(NotFound):
        actions.try_again(actor=cast.actor("lena"), letter=row)
    cast.work()
    assert len(tickets()) == 1


def test_only_administrators_of_the_desk_touch_the_quarantine(cast, broken_intake):
    row = post(cast.mailbox, letter(subject="break"))
    for name in ("jana", "hanna", "mara"):
        with pytest.raises(Denied):
            actions.try_again(actor=cast.actor(name), letter=row)


def test_what_needs_nothing_is_set_aside_and_can_be_read_later(cast, broken_intake):
    row = post(cast.mailbox, letter(subject="break"))
    actions.ignore(actor=cast.actor("lena"), letter=row)
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("ignored", "ignored_by_hand")
    broken_intake.clear()
    actions.try_again(actor=cast.actor("lena"), letter=row)
    cast.work()
    assert len(tickets()) == 1


@pytest.mark.parametrize("raw", [b"", b"\x00" * 100, b"not a letter at all", b"From: nobody\r\n\r\nhello"])
def test_what_names_no_sender_is_accepted_and_waits_for_a_person(cast, raw):
    row = post(cast.mailbox, raw)
    assert (row.state, row.outcome) == ("quarantined", "no_sender")


def test_a_parser_that_fails_loses_no_letter(cast, monkeypatch):
    from deskhand.mail import reading

    def fail(raw):
        raise ValueError("no such thing")

    monkeypatch.setattr(reading, "parsed", fail)
    row = post(cast.mailbox, letter())
    assert row.state == "quarantined" and "no such thing" in row.error
    assert accept(cast.mailbox, letter(message_id="<one@x.example>"), "pipe").inbound_id != row.pk


def test_a_letter_over_the_limit_is_refused_before_it_is_accepted(cast, settings):
    from dataclasses import replace

    settings.DESKHAND = replace(settings.DESKHAND, max_mail=2_000)
    with pytest.raises(TooLarge):
        accept(cast.mailbox, letter(text="x" * 3_000), "pipe")
    assert not InboundMail.objects.within(cast.it).exists()


def test_a_blocked_sender_makes_no_ticket_and_is_listed_with_the_reason(cast):
    from deskhand.tickets import actions as ticket_actions

    post(cast.mailbox, letter("Spam <spam@nowhere.example>"))
    ticket_actions.mark_spam(actor=cast.actor("jana"), ticket=tickets()[0])
    row = post(cast.mailbox, letter("Spam <spam@nowhere.example>", "More"))
    assert (row.state, row.outcome) == ("ignored", "blocked_sender")
    assert row.verdicts[-1]["filter"] == "blocked_sender"
    assert len(tickets()) == 1


def test_a_desk_for_known_organizations_takes_nobody_elses_letters(cast):
    cast.it.who_may_open = "organizations"
    cast.it.save(update_fields=["who_may_open"])
    refused = post(cast.mailbox, letter("Stranger <stranger@nowhere.example>"))
    taken = post(cast.mailbox, letter("New <new.colleague@kestrel.example>"))
    assert (refused.state, refused.outcome, taken.outcome) == ("ignored", "may_not_open", "new_ticket")
    from deskhand.accounts.models import Person

    assert not Person.objects.filter(email="stranger@nowhere.example").exists()


def test_a_letter_whose_job_gave_up_is_shown_in_quarantine(cast):
    from deskhand.jobs.models import Job

    accepted = accept(cast.mailbox, letter(), "pipe")
    Job.objects.update(state="dead", error="OperationalError: the database was away")
    with clock.frozen(clock.now() + _minutes(STRANDED_MINUTES + 1)):
        rescue_stranded.put()
        cast.work()
    row = InboundMail.objects.within(cast.it).get(pk=accepted.inbound_id)
    assert row.state == "quarantined" and "the database was away" in row.error


def _minutes(count):
    from datetime import timedelta

    return timedelta(minutes=count)
