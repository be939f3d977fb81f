"""Answers that leave at a time that somebody chose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deskhand.accounts.actions import deactivate_person, take_role
from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import clock
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.mail.models import OutboundMail
from deskhand.mail.tests.post import letter, post, sent_to
from deskhand.notify.models import Notification
from deskhand.tickets import actions, planning
from deskhand.tickets.bodies import composed
from deskhand.tickets.models import Draft, Held, Message, Ticket

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def plan(cast, ticket, name="jana", html="<p>How is it today?</p>", **more):
    at = more.pop("at", clock.now() + timedelta(days=1))
    return actions.plan_reply(actor=cast.actor(name), ticket=ticket, body=composed(html), at=at, **more)


def on(days: float = 1.01):
    """So many days on, what is planned leaves."""
    with clock.frozen(clock.now() + timedelta(days=days)):
        for held in Held.objects.beyond_walls("a test").values_list("pk", flat=True):
            actions.let_go(held_id=held)
    run_until_idle()


def answers(ticket):
    return [one.text for one in Message.objects.within(ticket.desk_id).filter(ticket=ticket, side="agent")]


def draft_of(ticket, person):
    return Draft.objects.within(ticket.desk_id).filter(ticket=ticket, person=person).first()


def page(cast, name, ticket):
    return cast.client(name).get(f"/agent/tickets/{ticket.number}/").text


def press(cast, ticket, act, name="jana", **posted):
    held = Held.objects.within(ticket.desk_id).get()
    address = f"/agent/tickets/{ticket.number}/held/{held.pk}/{act}"
    return cast.client(name).post(address, posted, follow=True)


@pytest.mark.parametrize(
    ("now", "offered"),
    [
        ("2026-11-26T22:30", ["tomorrow 2026-11-27T08:00", "monday 2026-11-30T08:00"]),
        ("2026-11-29T10:00", ["tomorrow 2026-11-30T08:00"]),
        ("2026-03-28T10:00", ["tomorrow 2026-03-29T08:00", "monday 2026-03-30T08:00"]),
    ],
)
def test_mornings_are_those_of_the_persons_zone(now, offered):
    found = planning.presets(datetime.fromisoformat(now).replace(tzinfo=BERLIN).astimezone(UTC), BERLIN)
    assert [f"{one.code} {one.at:%Y-%m-%dT%H:%M}" for one in found if one.at] == offered


def test_it_is_chosen_in_the_composer_and_told_to_the_minute(cast):
    ticket = cast.ticket()
    shown = page(cast, "jana", ticket)
    assert "In an hour" in shown and "Tomorrow morning" in shown and "datetime-local" in shown
    cast.jana.time_zone = "Asia/Tokyo"
    cast.jana.save()
    posted = {"kind": "reply", "body": "<p>Later.</p>", "body_format": "html", "send_at": "tomorrow"}
    answer = cast.client("jana").post(f"/agent/tickets/{ticket.number}/send", posted, headers={"HX-Request": "true"})
    held = Held.objects.within(cast.it).get()
    local = held.leaves_at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert (local.hour, local.minute) == (8, 0) and "JST" in answer.headers["HX-Trigger"]
    assert "Planned: leaves" in answer.text and "Send now" in answer.text


def test_a_typed_time_counts_whatever_sent_the_form(cast):
    ticket = cast.ticket()
    wanted = clock.now().astimezone(BERLIN).replace(hour=12) + timedelta(days=3)
    posted = {"kind": "reply", "body": "<p>Later.</p>", "body_format": "html"}
    typed = f"{wanted:%Y-%m-%dT%H:%M}"
    cast.jana.time_zone = "Europe/Berlin"
    cast.jana.save()
    cast.client("jana").post(f"/agent/tickets/{ticket.number}/send", {**posted, "send_at_own": typed})
    assert Held.objects.within(cast.it).get().leaves_at == wanted.replace(second=0, microsecond=0)


@pytest.mark.parametrize(("when", "then"), [({"send_at": "tomorrow"}, "resolved"), ({}, None)])
def test_a_status_is_chosen_for_later_in_the_composer(cast, when, then):
    ticket = cast.ticket()
    assert 'name="status_later"' in page(cast, "jana", ticket)
    chosen = {"status_later": str(cast.status("resolved").pk), **when}
    posted = {"kind": "reply", "body": "<p>Later.</p>", "body_format": "html", **chosen}
    cast.client("jana").post(f"/agent/tickets/{ticket.number}/send", posted)
    held = Held.objects.within(cast.it).first()
    assert (held.then.key if held is not None and held.is_planned else None) == then
    ticket.refresh_from_db()
    assert ticket.category != "resolved", "what is sent at once has the status of its button"
    if then:
        assert "then: Resolved" in page(cast, "jana", ticket)
        on(2)
        ticket.refresh_from_db()
        assert ticket.category == "resolved"


@pytest.mark.parametrize("own", ["", "soon", "2020-01-01T08:00", "2040-01-01T08:00", "0001-01-01T00:00"])
def test_a_time_that_cannot_be_is_refused_and_the_text_kept(cast, own):
    ticket = cast.ticket()
    posted = {"kind": "reply", "body": "<p>x</p>", "body_format": "html", "send_at": "own", "send_at_own": own}
    answer = cast.client("jana").post(f"/agent/tickets/{ticket.number}/send", posted, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and answer.json()["detail"] and not Held.objects.within(cast.it).exists()


@pytest.mark.postgres
def test_it_leaves_at_its_time_once_with_its_status(cast):
    ticket = cast.ticket()
    plan(cast, ticket, then=cast.status("resolved"), cc=[cast.huimin])
    cast.work()
    on(0.9)
    assert answers(ticket) == []
    on()
    on()
    ticket.refresh_from_db()
    assert answers(ticket) == ["How is it today?"] and ticket.category == "resolved"
    assert len(sent_to("mara@kestrel.example", kind="reply")) == len(sent_to("huimin@kestrel.example")) == 1


def test_until_then_the_requester_sees_nothing_and_colleagues_all(cast):
    ticket = cast.ticket()
    plan(cast, ticket)
    cast.work()
    assert "How is it today" not in cast.client("mara").get(f"/requests/{ticket.number}/").text
    shown = page(cast, "ben", ticket)
    assert "How is it today" in shown and "Do not send it" in shown and "Send now" not in shown


def test_when_the_requester_writes_first_it_stays_and_its_author_is_told(cast):
    ticket = cast.ticket("VPN drops")
    plan(cast, ticket)
    post(cast.mailbox, letter("mara@kestrel.example", f"Re: {ticket.subject}", "It works now.", **_thread(ticket)))
    on()
    assert answers(ticket) == [] and "How is it today?" in draft_of(ticket, cast.jana).html
    told = Notification.objects.get(kind="answer_kept_back")
    assert told.person_id == cast.jana.pk
    (written,) = [one for one in sent_to(cast.jana.email) if one.subject.startswith("Not sent: VPN drops")]
    assert "How is it today?" in written.text and "The requester wrote before." in written.text
    assert "the requester wrote before" in page(cast, "jana", ticket)


@pytest.mark.parametrize("sender", ["Otto <otto@elsewhere.example>", "Ben Okafor <ben@eberfeld.example>"])
def test_a_letter_that_waits_for_a_decision_keeps_it_back_too_and_says_why(cast, sender):
    ticket = cast.ticket("VPN drops")
    plan(cast, ticket)
    row = post(cast.mailbox, letter(sender, f"Re: {ticket.subject}", "Forget it.", **_thread(ticket)))
    (filed,) = Message.objects.within(ticket.desk_id).filter(ticket=ticket, inbound_id=row.pk)
    assert filed.kind == "note"
    if "new_person" in filed.remarks:
        actions.admit(actor=cast.actor("ben"), ticket=ticket, message=filed)
    on()
    assert answers(ticket) == [] and "How is it today?" in draft_of(ticket, cast.jana).html
    (written,) = [one for one in sent_to(cast.jana.email) if one.subject.startswith("Not sent: VPN drops")]
    assert "whose sender has not shown that they belong" in written.text and "How is it today?" in written.text
    assert "waits for an agent’s decision" in page(cast, "jana", ticket)


def test_an_automatic_answer_keeps_nothing_back(cast):
    ticket = cast.ticket()
    plan(cast, ticket)
    away = letter(text="I am away.", Auto_Submitted="auto-replied", subject=f"Re: {ticket.subject}", **_thread(ticket))
    post(cast.mailbox, away)
    on()
    assert answers(ticket) == ["How is it today?"]


def test_what_is_added_from_a_ticket_that_claimed_to_belong_there_keeps_it_back(cast):
    ticket = cast.ticket()
    plan(cast, ticket)
    row = post(cast.mailbox, letter(subject=f"Still broken [#{ticket.number}]", text="It works now."))
    assert row.ticket_number != ticket.number
    claiming = Ticket.objects.within(ticket.desk_id).get(number=row.ticket_number)
    actions.add_to_claimed(actor=cast.actor("ben"), ticket=claiming)
    on()
    assert answers(ticket) == [] and draft_of(ticket, cast.jana) is not None


def _thread(ticket):
    first = OutboundMail.objects.within(ticket.desk_id).filter(ticket_number=ticket.number, kind="acknowledgement")
    run_until_idle()
    return {"In_Reply_To": first.first().message_id}


@pytest.mark.parametrize("deed", ["closed", "cancelled", "spam", "deleted"])
def test_it_stays_when_the_ticket_ends_before(cast, deed):
    ticket = cast.ticket()
    plan(cast, ticket)
    if deed == "closed":
        actions.set_status(actor=cast.actor("ben"), ticket=ticket, to=cast.status("resolved"))
        assert Held.objects.within(cast.it).exists()
        actions.set_status(actor=cast.actor("ben"), ticket=ticket, to=cast.status("closed"))
    elif deed == "cancelled":
        actions.set_status(actor=cast.actor("ben"), ticket=ticket, to=cast.status("cancelled"))
    elif deed == "spam":
        actions.mark_spam(actor=cast.actor("ben"), ticket=ticket)
    else:
        actions.delete(actor=cast.actor("ben"), ticket=ticket)
    on()
    assert answers(ticket) == [] and draft_of(ticket, cast.jana) is not None


def test_a_ticket_with_a_planned_answer_is_not_moved_and_the_words_say_why(cast):
    ticket = cast.ticket()
    plan(cast, ticket)
    with pytest.raises(Invalid, match="Jana Vogt"):
        actions.move(actor=cast.actor("priya"), ticket=ticket, to=cast.hr)
    ticket.refresh_from_db()
    assert ticket.desk_id == cast.it.pk and Held.objects.within(cast.it).exists()


@pytest.mark.parametrize("how", ["role", "account"])
def test_it_does_not_leave_in_the_name_of_somebody_who_is_gone(cast, how):
    ticket = cast.ticket()
    actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.ben)
    plan(cast, ticket)
    if how == "role":
        take_role(actor=cast.actor("lena"), desk=cast.it, person=cast.jana, role="agent")
    else:
        deactivate_person(actor=cast.actor("lena"), person=cast.jana)
    on()
    assert answers(ticket) == [] and "they do not serve this desk any more" in page(cast, "ben", ticket)
    assert Notification.objects.get(kind="answer_kept_back").person_id == cast.ben.pk
    assert "How is it today?" in sent_to(cast.ben.email)[-1].text


def test_its_author_sends_it_now_moves_it_edits_it_or_throws_it_away(cast):
    ticket = cast.ticket()
    plan(cast, ticket)
    press(cast, ticket, "now")
    assert answers(ticket) == ["How is it today?"]
    plan(cast, ticket)
    wanted = (clock.now() + timedelta(days=5)).replace(hour=12, second=0, microsecond=0)
    local = wanted.astimezone(clock.zone_of(""))
    press(cast, ticket, "time", send_at_own=f"{local:%Y-%m-%dT%H:%M}")
    assert Held.objects.within(cast.it).get().leaves_at == wanted
    on(2)
    assert len(answers(ticket)) == 1
    assert "How is it today" in press(cast, ticket, "back").text
    assert draft_of(ticket, cast.jana) is not None and not Held.objects.within(cast.it).exists()
    actions.drop_draft(actor=cast.actor("jana"), ticket=ticket, kind="reply")
    plan(cast, ticket)
    press(cast, ticket, "back", throw_away="yes")
    assert draft_of(ticket, cast.jana) is None and not Held.objects.within(cast.it).exists()


def test_a_colleague_may_keep_it_back_but_not_send_move_or_destroy_it(cast):
    ticket = cast.ticket()
    held = plan(cast, ticket).pk
    with pytest.raises(Conflict):
        actions.send_now(actor=cast.actor("ben"), ticket=ticket, held=held)
    with pytest.raises(Denied):
        actions.move_plan(actor=cast.actor("ben"), ticket=ticket, held=held, at=clock.now() + timedelta(hours=2))
    press(cast, ticket, "back", "ben", throw_away="yes")
    cast.work()
    assert "How is it today?" in draft_of(ticket, cast.jana).html and draft_of(ticket, cast.ben) is None
    assert Notification.objects.get(kind="answer_kept_back").person_id == cast.jana.pk
    assert "Ben Okafor took back the planned answer of Jana Vogt" in page(cast, "ben", ticket)


def test_there_is_an_end_to_how_many_wait_on_one_ticket(cast, monkeypatch):
    monkeypatch.setattr(planning, "PLANS_PER_TICKET", 2)
    ticket = cast.ticket()
    plan(cast, ticket)
    plan(cast, ticket)
    with pytest.raises(Invalid, match="2 answers wait"):
        plan(cast, ticket)
