"""Several changes of one ticket within two minutes are one letter."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import clock
from deskhand.mail.message_ids import plus_address
from deskhand.mail.tests.post import answer, letter, post, sent_to
from deskhand.notify import actions, windows
from deskhand.notify.models import Notification, WaitsFor
from deskhand.notify.schedules import close_late_windows
from deskhand.tickets import actions as ticket_actions


@pytest.fixture
def ticket(cast, monkeypatch):
    """Ben's ticket, of which he has heard all there is to hear."""
    found = cast.ticket("VPN drops")
    ticket_actions.assign(actor=cast.actor("jana"), ticket=found, to=cast.ben)
    cast.work()
    monkeypatch.setattr(windows, "LENGTH", timedelta(minutes=2))
    return found


def told(cast, ticket, seconds=121):
    """Notifications by mail to Ben once so many seconds have gone."""
    before = len(sent_to(cast.ben.email, kind="notification"))
    run_until_idle()
    with clock.frozen(clock.now() + timedelta(seconds=seconds)):
        actions.write_letters(ticket_number=ticket.number)
    return sent_to(cast.ben.email, kind="notification")[before:]


def test_three_changes_are_one_letter_that_tells_them_all(cast, ticket):
    cast.writes(ticket, html="<p>Still the same.</p>")
    cast.note(ticket, html="<p>Look at the router.</p>")
    cast.reply(ticket, html="<p>Please restart it.</p>")
    (one,) = told(cast, ticket)
    assert one.subject.startswith("3 changes: VPN drops [#")
    places = [one.text.index(words) for words in ("Still the same.", "Look at the router.", "Please restart it.")]
    assert places == sorted(places) and "Jana Vogt wrote a note" in one.text
    assert "<b>Jana Vogt wrote a note</b>" in one.html
    assert told(cast, ticket) == []


def test_one_change_alone_is_the_letter_that_it_always_was(cast, ticket):
    cast.writes(ticket)
    (one,) = told(cast, ticket)
    assert one.subject.startswith("Mara Lindqvist wrote: VPN drops [#")


def test_the_first_change_starts_the_two_minutes(cast, ticket):
    at = clock.now()
    with clock.frozen(at):
        cast.writes(ticket)
        assert told(cast, ticket, 119) == []
    with clock.frozen(at + timedelta(seconds=110)):
        cast.note(ticket)
    assert len(told(cast, ticket, 121)) == 1
    with clock.frozen(at + timedelta(seconds=130)):
        cast.note(ticket)
    assert told(cast, ticket, 121) == [] and len(told(cast, ticket, 260)) == 1


def test_in_the_app_everything_stands_at_once(cast, ticket):
    Notification.objects.all().delete()
    cast.writes(ticket)
    cast.note(ticket)
    run_until_idle()
    assert Notification.objects.filter(person=cast.ben, in_app=True, read_at=None).count() == 2


def test_what_was_read_meanwhile_is_left_out(cast, ticket):
    cast.writes(ticket)
    run_until_idle()
    actions.ticket_seen(actor=cast.actor("ben"), numbers=[ticket.number])
    assert told(cast, ticket) == []


def test_two_tickets_are_two_letters(cast, ticket):
    other = cast.ticket("Printer", by="huimin", assignee=cast.ben)
    cast.writes(ticket)
    assert len(told(cast, ticket)) == len(told(cast, other)) == 1


def test_a_letter_whose_job_was_lost_is_written_by_the_next_look(cast, ticket):
    cast.writes(ticket)
    run_until_idle()
    before = len(sent_to(cast.ben.email))
    Notification.objects.filter(waits_for=WaitsFor.WINDOW).update(at=clock.ago(minutes=4))
    close_late_windows.run()
    run_until_idle()
    assert len(sent_to(cast.ben.email)) == before + 1


def test_quiet_hours_that_begin_meanwhile_count(cast, ticket):
    cast.writes(ticket)
    run_until_idle()
    cast.ben.refresh_from_db()
    now = clock.now().astimezone(clock.zone_of(cast.ben.time_zone))
    begin, end = (now + timedelta(seconds=60)).time(), (now + timedelta(hours=8)).time()
    begin, end = time(begin.hour, begin.minute, begin.second), time(end.hour, end.minute)
    actions.set_rhythm(actor=cast.actor("ben"), digest="never", hour=8, day=0, quiet_from=begin, quiet_until=end)
    assert told(cast, ticket) == []
    assert Notification.objects.get(waits_for=WaitsFor.QUIET).person_id == cast.ben.pk


def test_who_left_the_desk_meanwhile_gets_none(cast, ticket):
    cast.writes(ticket)
    run_until_idle()
    cast.ben.desk_roles.all().delete()
    assert told(cast, ticket) == []


def test_nobody_hears_of_what_they_did_by_mail_or_with_a_token(cast, ticket):
    ticket_actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.jana)
    cast.writes(ticket)
    (asked,) = told(cast, ticket)
    Notification.objects.all().delete()
    post(cast.mailbox, answer(asked, "By mail."))
    url = f"/api/v1/tickets/{ticket.number}/messages"
    cast.client().post(url, {"body": "<p>By token.</p>"}, "application/json", headers=cast.bearer("ben"))
    run_until_idle()
    assert ticket.messages.filter(author=cast.ben, kind="reply").count() == 2
    assert not Notification.objects.filter(person=cast.ben).exists()
    assert Notification.objects.filter(person=cast.jana, kind="agent_wrote").count() == 2


def test_each_agent_answers_to_an_address_of_their_own(cast, ticket):
    ticket_actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.jana)
    cast.writes(ticket)
    (bens,) = told(cast, ticket)
    janas = sent_to(cast.jana.email, kind="notification")[-1]
    for one, person in ((bens, cast.ben), (janas, cast.jana)):
        assert one.headers["Reply-To"] == plus_address("it@eberfeld.example", ticket.number, person.pk)
    assert bens.headers["Reply-To"] != janas.headers["Reply-To"]


def test_a_merged_letter_is_in_the_readers_language(cast, ticket):
    cast.ben.language = "de"
    cast.ben.save()
    cast.writes(ticket)
    cast.note(ticket)
    assert told(cast, ticket)[0].subject.startswith("2 Änderungen: VPN drops")


def test_a_letter_to_several_is_written_once_for_those_who_were_told_the_same(cast, ticket):
    post(cast.mailbox, letter(subject="Scanner", sender="Hui Min <huimin@kestrel.example>"))
    found = Notification.objects.filter(kind="new_in_team", waits_for=WaitsFor.WINDOW)
    number = found.first().ticket_number
    with clock.frozen(clock.now() + timedelta(minutes=3)):
        assert actions.write_letters(ticket_number=number) == found.count() + 2 == 2
