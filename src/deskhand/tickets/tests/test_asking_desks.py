"""Requests between desks: an agent asks another desk from a ticket, and both sides read what is theirs alone."""

from datetime import timedelta

import pytest

from deskhand.accounts.actions import create_desk, edit_desk, give_role
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Conflict, Denied, Invalid, NotFound
from deskhand.notify.models import Notification
from deskhand.tickets import actions, asking_desks
from deskhand.tickets.actions.ask_desk import Question
from deskhand.tickets.bodies import composed, plain
from deskhand.tickets.models import DeskRequest, Ticket
from deskhand.tickets.tests.facts import facts

pytestmark = pytest.mark.postgres


@pytest.fixture
def ticket(cast):
    """Mara's ticket on the desk IT, which Jana has."""
    found = cast.ticket("Secret of Mara", text="Only IT may read this")
    cast.note(found, html="<p>A note of IT</p>")
    return actions.assign(actor=cast.actor("jana"), ticket=found, to=cast.jana)


def ask(cast, ticket, *, by="jana", wait=False, **more):
    question = Question(desk=cast.hr, subject="A desk for Mara", body=plain("Room 4, please."), wait=wait, **more)
    return actions.ask_desk(actor=cast.actor(by), ticket=ticket, question=question)


def page(cast, name, address):
    answer = cast.client(name).get(address)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def at(row, verb=""):
    return f"/agent/tickets/{row.asking.number}/asked/{row.pk}/{verb}"


def test_an_agent_asks_another_desk_on_the_page_and_its_answer_stands_beside_the_ticket(cast, ticket):
    jana, address = cast.client("jana"), f"/agent/tickets/{ticket.number}/ask/"
    assert address in jana.get(f"/agent/tickets/{ticket.number}/").content.decode()
    form = jana.get(address).content.decode()
    assert 'value="hr"' in form and "never this ticket" in form
    sent = {"to": "hr", "subject": "A desk for Mara", "body": "Room 4, please.", "wait": "on"}
    assert jana.post(address, sent | {"body": ""}).status_code == 422
    assert jana.post(address, sent).headers["Location"] == f"/agent/tickets/{ticket.number}/"
    row = DeskRequest.objects.within(cast.it).get()
    ticket.refresh_from_db()
    assert (row.asked.desk, row.asked.requester, ticket.category) == (cast.hr, cast.jana, "on_hold")
    cast.reply(row.asked, by="hanna", html="<p>The desk comes on Friday.</p>")
    cast.note(row.asked, by="hanna", html="<p>A note of HR</p>")
    beside = page(cast, "ben", f"/agent/tickets/{ticket.number}/")
    assert "The desk comes on Friday" in beside and "A note of HR" not in beside
    talk = page(cast, "ben", at(row))
    assert "The desk comes on Friday" in talk and "Room 4, please" in talk and "A note of HR" not in talk


def test_the_asked_desk_learns_who_asks_and_nothing_of_the_ticket(cast, ticket):
    row = ask(cast, ticket)
    seen = page(cast, "hanna", f"/agent/tickets/{row.asked.number}/")
    assert "Room 4, please" in seen and "Asked by another desk" in seen and cast.it.shown_name in seen
    said = "".join(str(one) for one in row.asked.messages.values_list("html", "text"))
    for secret in ("Secret of Mara", "Only IT may read", "A note of IT", "Mara Lindqvist", f"/{ticket.number}/"):
        assert secret not in seen and secret not in said
    assert page(cast, "hanna", f"/agent/tickets/{ticket.number}/") == 404
    assert page(cast, "hanna", at(row)) == 404
    assert facts(row.asked) == ["ticket.created"]


def test_colleagues_write_back_in_their_own_name_and_whoever_only_reads_does_not(cast, ticket):
    row = ask(cast, ticket)
    assert cast.client("ben").post(at(row), {"body": "By the window, please."}).status_code == 302
    last = row.asked.messages.order_by("pk").last()
    assert (last.author, last.side, last.kind) == (cast.ben, "requester", "reply")
    assert cast.client("ben").post(at(row), {"body": ""}).status_code == 422
    assert cast.client("arno").post(at(row), {"body": "I only audit."}).status_code == 403
    assert "By the window" in page(cast, "arno", at(row))
    assert cast.client("ben").get(f"/agent/tickets/{row.asked.number}/").status_code == 404
    with pytest.raises(NotFound):
        asking_desks.row_of(cast.ticket("Another one"), row.pk)


def test_files_go_along_by_choice_as_copies_of_their_own(cast, ticket):
    here = {"actor": cast.actor("jana"), "desk_id": cast.it.pk, "content_type": "text/plain"}
    plan, other = (actions.upload(filename=f"{name}.txt", content=name.encode(), **here) for name in ("plan", "other"))
    cast.reply(ticket, attachments=[plan, other])
    row = ask(cast, ticket, files=[plan.pk])
    (copy,) = row.asked.attachments.all()
    assert (copy.filename, copy.desk_id) == ("plan.txt", cast.hr.pk) and copy.key != plan.key
    assert cast.client("hanna").get(f"/files/{copy.key}/plan.txt").status_code == 200
    assert cast.client("hanna").get(f"/files/{plan.key}/plan.txt").status_code == 404
    assert cast.client("ben").get(f"/files/{copy.key}/plan.txt").status_code == 200
    with pytest.raises(Invalid):
        ask(cast, ticket, files=[copy.pk])


@pytest.mark.parametrize("end", ["resolved", "deleted"])
def test_a_ticket_that_waits_is_open_again_and_whoever_has_it_hears_when_the_other_desk_is_done(cast, ticket, end):
    one, other = ask(cast, ticket, wait=True), ask(cast, ticket, wait=True)
    hanna = cast.actor("hanna")
    actions.set_status(actor=hanna, ticket=one.asked, to=cast.status("resolved", "hr"))
    cast.work()
    ticket.refresh_from_db()
    assert ticket.category == "on_hold"
    if end == "resolved":
        actions.set_status(actor=hanna, ticket=other.asked, to=cast.status("resolved", "hr"))
    else:
        actions.delete(actor=hanna, ticket=other.asked)
    cast.work()
    ticket.refresh_from_db()
    assert ticket.category == "open"
    told = Notification.objects.filter(person=cast.jana, kind="desk_finished", ticket_number=ticket.number)
    assert told.count() == 2 and set(told.values_list("desk_id", flat=True)) == {cast.it.pk}
    assert "is not there any more" in page(cast, "jana", at(other)) or end == "resolved"


def test_a_ticket_that_waits_for_a_time_as_well_goes_on_waiting(cast, ticket):
    row = ask(cast, ticket, wait=True)
    until = clock.now() + timedelta(days=3)
    actions.snooze(actor=cast.actor("jana"), ticket=ticket, until=until)
    actions.set_status(actor=cast.actor("hanna"), ticket=row.asked, to=cast.status("resolved", "hr"))
    cast.work()
    ticket.refresh_from_db()
    assert ticket.category == "on_hold"


def test_the_answer_is_news_for_whoever_has_the_ticket_and_a_line_of_its_history(cast, ticket):
    row = ask(cast, ticket)
    actions.follow(actor=cast.actor("ben"), ticket=ticket, person=cast.ben)
    cast.reply(row.asked, by="hanna")
    cast.work()
    told = Notification.objects.filter(kind="desk_answered", ticket_number=ticket.number)
    assert set(told.values_list("person", flat=True)) == {cast.jana.pk, cast.ben.pk}
    assert "Another desk answered what you asked it" in page(cast, "jana", "/agent/notifications/")
    history = page(cast, "jana", f"/agent/tickets/{ticket.number}/")
    assert f"Jana Vogt asked {cast.hr.name}" in history and f"{cast.hr.name} answered" in history


def test_the_other_desk_is_reminded_once_a_day_in_its_language(cast, ticket):
    edit_desk(actor=SYSTEM, desk=cast.hr, language="de")
    row, ben = ask(cast, ticket), cast.client("ben")
    ben.post(at(row, "remind"))
    assert row.asked.messages.count() == 1
    DeskRequest.objects.within(cast.it).update(asked_at=clock.now() - timedelta(days=1, minutes=1))
    assert "Remind" in page(cast, "ben", at(row))
    ben.post(at(row, "remind"))
    ben.post(at(row, "remind"))
    assert row.asked.messages.count() == 2


def test_what_was_asked_is_withdrawn_and_nothing_is_left_to_withdraw(cast, ticket):
    row = ask(cast, ticket, wait=True)
    assert cast.client("arno").post(at(row, "withdraw")).status_code == 403
    cast.client("ben").post(at(row, "withdraw"))
    cast.work()
    row.asked.refresh_from_db()
    ticket.refresh_from_db()
    assert (row.asked.category, ticket.category) == ("cancelled", "open")
    assert "Withdraw</" not in page(cast, "ben", at(row))


def test_what_is_written_after_the_end_opens_it_again_or_goes_on_in_a_new_request(cast, ticket):
    row = ask(cast, ticket)
    actions.set_status(actor=cast.actor("hanna"), ticket=row.asked, to=cast.status("resolved", "hr"))
    with clock.frozen(clock.now() + timedelta(days=60)):
        actions.tell_desk(actor=cast.actor("ben"), ticket=ticket, row=row, body=plain("It wobbles."))
    assert [one.subject for one in asking_desks.asked_of(ticket.pk, cast.it.pk)] == ["A desk for Mara"] * 2
    follow_up = Ticket.objects.within(cast.hr).get(follows_up=row.asked)
    assert follow_up.requester == cast.jana and follow_up.messages.get().author == cast.ben


def test_the_desk_to_which_the_ticket_moves_reads_nothing_of_it(cast, ticket):
    third = create_desk(actor=SYSTEM, key="fac", name="Facilities", administrator=cast.priya)
    row = ask(cast, ticket)
    give_role(actor=SYSTEM, desk=third, person=cast.ben, role="agent")
    actions.move(actor=cast.actor("ben"), ticket=ticket, to=third)
    assert asking_desks.asked_of(ticket.pk, third.pk) == []
    assert page(cast, "ben", at(row)) == 404
    with pytest.raises(Denied):
        actions.requester_reply(actor=cast.actor("ben"), ticket=row.asked, body=composed("<p>Hello</p>"))
    mine = page(cast, "jana", f"/requests/{row.asked.number}/")
    assert mine != 404 or Ticket.objects.own_of(cast.actor("jana")).filter(pk=row.asked_id).exists()


def test_it_stays_beside_the_ticket_into_which_the_first_one_is_merged(cast, ticket):
    row, kept = ask(cast, ticket), cast.ticket("Goes on")
    actions.merge(actor=cast.actor("jana"), ticket=ticket, into=kept.number)
    assert "A desk for Mara" in page(cast, "ben", f"/agent/tickets/{kept.number}/")
    assert cast.client("ben").post(f"/agent/tickets/{kept.number}/asked/{row.pk}/", {"body": "x"}).status_code == 302


def test_what_the_other_desk_takes_away_is_shown_no_more(cast, ticket):
    row = ask(cast, ticket)
    cast.reply(row.asked, by="hanna", html="<p>The desk comes on Friday.</p>")
    actions.mark_spam(actor=cast.actor("hanna"), ticket=row.asked, block=False)
    beside, talk = page(cast, "ben", f"/agent/tickets/{ticket.number}/"), page(cast, "ben", at(row))
    assert "on Friday" not in beside + talk and "A desk for Mara" not in beside + talk
    with pytest.raises(Conflict):
        actions.tell_desk(actor=cast.actor("ben"), ticket=ticket, row=row, body=plain("Hello?"))


def test_where_there_is_no_desk_to_ask_nothing_tells_of_it(cast, ticket):
    edit_desk(actor=SYSTEM, desk=cast.hr, is_listed=False)
    seen = page(cast, "jana", f"/agent/tickets/{ticket.number}/")
    assert "Ask another desk" not in seen and "other desk" not in seen.lower().replace("another desk", "")
    form = cast.client("jana").get(f"/agent/tickets/{ticket.number}/ask/").content.decode()
    assert "There is no desk that you can ask" in form and cast.hr.name not in form
    with pytest.raises(NotFound):
        ask(cast, ticket)
    assert cast.client("arno").get(f"/agent/tickets/{ticket.number}/ask/").status_code == 302


def test_tickets_that_wait_for_another_desk_are_found(cast, ticket):
    row = ask(cast, ticket)
    listed = "/agent/it/tickets/?q=is:asking"
    assert "Secret of Mara" in page(cast, "ben", listed)
    actions.set_status(actor=cast.actor("hanna"), ticket=row.asked, to=cast.status("resolved", "hr"))
    assert "Secret of Mara" not in page(cast, "ben", listed)


def test_behind_the_curtain_of_either_desk_nothing_is_seen_from_the_other(cast, ticket):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.priya, role="agent")
    row = ask(cast, ticket)
    cast.reply(row.asked, by="hanna", html="<p>The desk comes on Friday.</p>")
    actions.confide(actor=cast.actor("jana"), ticket=ticket, readers=[cast.jana])
    assert page(cast, "ben", at(row)) == 404 and "on Friday" in page(cast, "jana", at(row))
    assert "Friday" in page(cast, "jana", f"/agent/tickets/{ticket.number}/")
    actions.confide(actor=cast.actor("hanna"), ticket=row.asked, readers=[cast.hanna])
    talk = page(cast, "jana", at(row))
    assert "on Friday" not in talk and "A desk for Mara" not in talk


def test_of_a_desk_that_is_not_listed_no_name_is_told(cast, ticket):
    row = ask(cast, ticket)
    edit_desk(actor=SYSTEM, desk=cast.hr, is_listed=False, name="Secret Office", public_name="Secret Office")
    edit_desk(actor=SYSTEM, desk=cast.it, is_listed=False, name="Hidden Crew", public_name="Hidden Crew")
    assert "Secret Office" not in page(cast, "ben", at(row)) + page(cast, "ben", f"/agent/tickets/{ticket.number}/")
    assert "Hidden Crew" not in page(cast, "hanna", f"/agent/tickets/{row.asked.number}/")
