"""Moving a ticket to another desk: who sees it then, what goes along, what does not, and the way back."""

import re

import pytest
from django.test import Client

from deskhand.accounts.actions import edit_desk, give_role, save_team, take_role
from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, NotFound
from deskhand.kernel.models import Event
from deskhand.mail.models import Mailbox, OutboundMail
from deskhand.mail.receive import accept
from deskhand.notify.models import Notification
from deskhand.tickets import actions
from deskhand.tickets.bodies import composed
from deskhand.tickets.models import Message, Status, Ticket


def move(cast, ticket, to="hr", by="jana"):
    return actions.move(actor=cast.actor(by), ticket=ticket, to=Desk.objects.get(key=to))


def page(number):
    return f"/agent/tickets/{number}/"


def post(cast, *numbers, by="jana", to="hr"):
    joined = ",".join(map(str, numbers))
    return cast.client(by).post("/agent/it/move/", {"tickets": joined, "to": to}, follow=True)


def undo_of(answer):
    return re.search(r"/agent/undo/\d+", answer.content.decode())[0]


@pytest.mark.postgres
def test_a_moved_ticket_is_there_for_the_new_desk_and_not_there_for_the_old_one(cast):
    ticket = cast.ticket()
    assert cast.client("jana").get(page(ticket.number)).status_code == 200
    assert cast.client("hanna").get(page(ticket.number)).status_code == 404
    move(cast, ticket)
    cast.work()
    assert cast.client("hanna").get(page(ticket.number)).status_code == 200
    for name in ("jana", "priya", "lena", "arno"):
        assert cast.client(name).get(page(ticket.number)).status_code == 404
    for name, there in (("jana", False), ("hanna", True)):
        answer = Client().get(f"/api/v1/tickets/{ticket.number}", headers=cast.bearer(name))
        assert answer.status_code == (200 if there else 404)
    assert "VPN drops" not in cast.client("jana").get("/agent/it/tickets/?q=drops").content.decode()
    assert "VPN drops" in cast.client("hanna").get("/agent/hr/tickets/?q=drops").content.decode()


def test_number_conversation_notes_files_and_tags_go_along(cast):
    ticket = cast.ticket()
    jana = cast.actor("jana")
    file = actions.upload(
        actor=jana, desk_id=cast.it.pk, filename="log.txt", content=b"lines", content_type="text/plain"
    )
    cast.reply(ticket, attachments=[file])
    cast.note(ticket)
    actions.tag(actor=jana, ticket=ticket, add=["vpn"])
    number = ticket.number
    moved = move(cast, ticket)
    assert moved.number == number
    shown = cast.client("hanna").get(page(number)).content.decode()
    assert "Please restart." in shown and "It is the keep-alive." in shown and "log.txt" in shown and "vpn" in shown
    assert cast.client("hanna").get(f"/files/{file.key}/log.txt").status_code == 200
    assert cast.client("jana").get(f"/files/{file.key}/log.txt").status_code == 404
    assert list(moved.tags.values_list("name", "desk__key")) == [("vpn", "hr")]


def test_team_and_assignee_stay_behind_and_the_status_keeps_its_meaning(cast):
    ticket = cast.ticket()
    jana = cast.actor("jana")
    own = actions.save_status(actor=SYSTEM, desk=cast.it, name="Waiting for parts", category="on_hold")
    actions.give_to_team(actor=jana, ticket=ticket, to=cast.service_desk)
    actions.assign(actor=jana, ticket=ticket, to=cast.jana)
    actions.set_status(actor=jana, ticket=Ticket.objects.within(cast.it).get(pk=ticket.pk), to=own)
    moved = move(cast, ticket)
    assert (moved.team, moved.assignee) == (None, None)
    assert (moved.status.desk_id, moved.status.key, moved.category) == (cast.hr.pk, "on_hold", "on_hold")


def test_it_gets_the_team_that_the_other_desk_gives_to_new_requests(cast):
    team = save_team(actor=SYSTEM, desk=cast.hr, name="Payroll", members=[cast.hanna])
    edit_desk(actor=SYSTEM, desk=cast.hr, form_team=team)
    assert move(cast, cast.ticket()).team == team


def test_the_requester_sees_the_same_request_at_the_same_address(cast):
    ticket = cast.ticket()
    mara = cast.client("mara")
    before = mara.get(f"/requests/{ticket.number}/").status_code
    move(cast, ticket)
    assert before == mara.get(f"/requests/{ticket.number}/").status_code == 200
    cast.writes(Ticket.objects.within(cast.hr).get(pk=ticket.pk))
    assert Message.objects.within(cast.hr).filter(ticket=ticket, side="requester").count() == 2


def test_whoever_followed_as_a_colleague_follows_no_more_and_people_in_copy_stay(cast):
    ticket = cast.ticket()
    for name in ("ben", "huimin"):
        actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.people[name])
    moved = move(cast, ticket)
    assert [one.person for one in moved.followers.all()] == [cast.huimin]
    assert cast.client("ben").get(f"/requests/{ticket.number}/").status_code == 404


def test_a_follower_who_serves_both_desks_stays(cast):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="agent")
    ticket = cast.ticket()
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.ben)
    assert move(cast, ticket).followers.filter(person=cast.ben).exists()


def letter(cast, name, answer_to, text, number):
    head = f"From: {cast.people[name].email}\r\nTo: it@eberfeld.example\r\nMessage-ID: <m{number}@kestrel.example>\r\n"
    head += f"In-Reply-To: {answer_to}\r\nSubject: Re: VPN drops\r\n\r\n{text}\r\n"
    accept(cast.mailbox, head.encode(), "pipe")
    cast.work()


@pytest.mark.postgres
def test_an_answer_to_a_letter_of_the_old_desk_finds_the_ticket_on_the_new_one(cast):
    ticket = cast.ticket()
    sent = cast.reply(ticket)
    cast.work()
    move(cast, ticket)
    letter(cast, "mara", sent.message_id, "Still the same here", 1)
    last = Message.objects.within(cast.hr).filter(ticket=ticket).order_by("-pk")[0]
    assert (last.side, last.text.strip()) == ("requester", "Still the same here")


def test_an_agent_of_the_old_desk_cannot_write_there_by_mail(cast):
    ticket = cast.ticket()
    sent = cast.reply(ticket)
    cast.work()
    move(cast, ticket)
    letter(cast, "jana", sent.message_id, "From the old desk", 2)
    last = Message.objects.within(cast.hr).filter(ticket=ticket).order_by("-pk")[0]
    assert last.is_internal and "From the old desk" in last.text


def test_a_ticket_that_never_was_here_is_not_found_by_its_letters(cast):
    Mailbox.objects.create(desk=cast.hr, name="hr", address="hr@eberfeld.example", created_at=clock.now())
    ticket = cast.ticket(desk="hr")
    sent = cast.reply(ticket, by="hanna")
    cast.work()
    letter(cast, "mara", sent.message_id, "To the wrong desk", 3)
    assert not Message.objects.within(cast.hr).filter(ticket=ticket, text__contains="To the wrong desk").exists()


def test_letters_and_notifications_go_where_the_ticket_goes(cast):
    ticket = cast.ticket()
    cast.reply(ticket)
    cast.work()
    assert Notification.objects.filter(ticket_number=ticket.number, desk_id=cast.it.pk).exists()
    move(cast, ticket)
    assert not OutboundMail.objects.within(cast.it).filter(ticket_number=ticket.number).exists()
    assert OutboundMail.objects.within(cast.hr).filter(ticket_number=ticket.number, kind="reply").exists()
    assert not Notification.objects.filter(ticket_number=ticket.number, desk_id=cast.it.pk).exists()


def test_the_new_desk_hears_of_it(cast):
    ticket = cast.ticket()
    cast.work()
    move(cast, ticket)
    cast.work()
    assert Notification.objects.filter(person=cast.hanna, ticket_number=ticket.number).exists()


def test_both_desks_keep_the_fact_and_the_history_tells_it_without_naming_an_unlisted_desk(cast):
    edit_desk(actor=SYSTEM, desk=cast.it, is_listed=False, name="Secret Works")
    ticket = cast.ticket()
    move(cast, ticket)
    left = Event.objects.get(code="ticket.left", desk_id=cast.it.pk, subject_id=ticket.pk)
    came = Event.objects.get(code="ticket.moved", desk_id=cast.hr.pk, subject_id=ticket.pk)
    assert {"old_team", "old_assignee", "old_status"} <= set(left.values)
    assert not [name for name in came.values if name.startswith("old_") and name != "old_desk"]
    shown = cast.client("hanna").get(page(ticket.number)).content.decode()
    assert "moved this from another desk to Human Resources" in shown and "Secret Works" not in shown


def test_open_pages_of_both_desks_learn_of_it(cast):
    ticket = cast.ticket()
    before = {
        (name, key): cast.client(name).get(f"/agent/{key}/live").json()["version"]
        for name, key in (("jana", "it"), ("hanna", "hr"))
    }
    move(cast, ticket)
    for (name, key), version in before.items():
        assert cast.client(name).get(f"/agent/{key}/live").json()["version"] != version


def test_a_follow_up_on_another_desk_is_not_named(cast):
    old = cast.ticket("An old secret of HR", desk="hr")
    ticket = cast.ticket()
    Ticket.objects.within(cast.it).filter(pk=ticket.pk).update(follows_up=old)
    assert "An old secret of HR" not in cast.client("jana").get(page(ticket.number)).content.decode()


@pytest.mark.parametrize("name", ["mara", "hanna", "arno"])
def test_only_staff_of_the_desk_move_its_tickets(cast, name):
    ticket = cast.ticket()
    with pytest.raises((Denied, NotFound)):
        move(cast, ticket, by=name)
    assert Ticket.objects.within(cast.it).filter(pk=ticket.pk).exists()


def test_a_desk_that_one_may_not_open_tickets_on_is_no_target(cast):
    edit_desk(actor=SYSTEM, desk=cast.hr, is_listed=False)
    with pytest.raises(NotFound):
        move(cast, cast.ticket())
    edit_desk(actor=SYSTEM, desk=cast.hr, is_listed=True, who_may_open="invited")
    with pytest.raises(NotFound):
        move(cast, cast.ticket())
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    assert move(cast, cast.ticket()).desk == cast.hr


def test_the_page_says_what_the_move_does(cast):
    ticket = cast.ticket()
    cast.note(ticket)
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.ben)
    shown = cast.client("jana").get(f"/agent/it/move/?tickets={ticket.number}&to=hr").content.decode()
    assert "1 internal note" in shown and "Ben Okafor" in shown
    assert "You, and everybody who serves this desk alone." in shown
    assert "Who that is, is not shown to other desks." in shown
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    shown = cast.client("jana").get(f"/agent/it/move/?tickets={ticket.number}&to=hr").content.decode()
    assert "Desk administrator 1" in shown and "4 people who serve this desk but not the other" in shown


def test_several_are_moved_at_once_and_brought_back_by_the_toast(cast):
    numbers = [cast.ticket(f"Ticket {n}").number for n in range(3)]
    jana = cast.client("jana")
    asked = jana.post("/agent/it/move/", {"choose": "1", "tickets": numbers})
    assert asked.status_code == 302 and all(str(one) in asked.headers["Location"] for one in numbers)
    answer = post(cast, *numbers)
    assert Ticket.objects.within(cast.hr).filter(number__in=numbers).count() == 3
    jana.post(undo_of(answer))
    assert Ticket.objects.within(cast.it).filter(number__in=numbers).count() == 3


def test_the_mover_takes_it_back_with_team_assignee_status_and_followers(cast):
    ticket = cast.ticket()
    jana = cast.actor("jana")
    actions.give_to_team(actor=jana, ticket=ticket, to=cast.service_desk)
    actions.assign(actor=jana, ticket=ticket, to=cast.ben)
    actions.follow(actor=jana, ticket=ticket, person=cast.priya)
    answer = post(cast, ticket.number)
    assert cast.client("jana").get(page(ticket.number)).status_code == 404
    cast.client("jana").post(undo_of(answer))
    back = Ticket.objects.within(cast.it).get(pk=ticket.pk)
    assert (back.team, back.assignee, back.status.desk_id) == (cast.service_desk, cast.ben, cast.it.pk)
    assert back.followers.filter(person=cast.priya).exists()
    assert cast.client("hanna").get(page(ticket.number)).status_code == 404


def test_it_does_not_go_back_to_who_has_left_the_desk_meanwhile(cast):
    ticket = cast.ticket()
    actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.ben)
    moved = post(cast, ticket.number)
    take_role(actor=SYSTEM, desk=cast.it, person=cast.ben, role="agent")
    cast.client("jana").post(undo_of(moved))
    ticket.refresh_from_db()
    assert (ticket.desk, ticket.assignee) == (cast.it, None)


def test_an_undo_brings_nobody_back_who_lost_their_role_meanwhile(cast):
    ticket = cast.ticket()
    for name in ("ben", "priya"):
        actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.people[name])
    moved = post(cast, ticket.number)
    take_role(actor=SYSTEM, desk=cast.it, person=cast.ben, role="agent")
    cast.client("jana").post(undo_of(moved))
    assert [one.person for one in ticket.followers.all()] == [cast.priya]
    assert cast.client("ben").get(f"/requests/{ticket.number}/").status_code == 404


@pytest.mark.parametrize("deed", ["note", "assign"])
def test_once_the_new_desk_has_worked_on_it_nobody_takes_it_back(cast, deed):
    ticket = cast.ticket()
    answer = post(cast, ticket.number)
    moved = Ticket.objects.within(cast.hr).get(pk=ticket.pk)
    if deed == "note":
        actions.note(actor=cast.actor("hanna"), ticket=moved, body=composed("<p>For HR alone</p>"))
    else:
        actions.assign(actor=cast.actor("hanna"), ticket=moved, to=cast.hanna)
    cast.client("jana").post(undo_of(answer))
    assert Ticket.objects.within(cast.hr).filter(pk=ticket.pk).exists()


def test_a_ticket_into_which_the_new_desk_merged_another_does_not_come_back(cast):
    ticket, theirs = cast.ticket(), cast.ticket("Pay slip", desk="hr")
    undo = undo_of(post(cast, ticket.number))
    actions.merge(actor=cast.actor("hanna"), ticket=theirs, into=ticket.number)
    cast.client("jana").post(undo)
    assert Ticket.objects.within(cast.hr).filter(pk=ticket.pk).exists()
    assert cast.client("jana").get(page(ticket.number)).status_code == 404


def test_a_survivor_on_another_desk_is_not_named(cast):
    ticket, other = cast.ticket(), cast.ticket("Secret pay slip", desk="hr")
    Ticket.objects.within(cast.it).filter(pk=ticket.pk).update(merged_into=other, survivor=other)
    told = cast.client("jana").get(page(ticket.number)).content.decode()
    assert "pay slip" not in told and str(other.number) not in told


def test_nobody_else_takes_it_back_and_the_mover_only_within_a_day(cast):
    ticket = cast.ticket()
    address = undo_of(post(cast, ticket.number))
    assert cast.client("ben").post(address).status_code == 404
    with clock.frozen(clock.ago(days=-2)):
        assert cast.client("jana").post(address).status_code == 404
    assert Ticket.objects.within(cast.hr).filter(pk=ticket.pk).exists()


def test_what_the_desk_does_not_have_cannot_be_moved_from_it(cast):
    ticket = cast.ticket(desk="hr")
    answer = cast.client("jana").post("/agent/it/move/", {"tickets": ticket.number, "to": "hr"})
    assert answer.status_code == 404
    assert (
        "There is nothing to move"
        in cast.client("jana").get(f"/agent/it/move/?tickets={ticket.number}").content.decode()
    )


def test_with_a_single_desk_nobody_is_offered_a_move(cast):
    ticket = cast.ticket()
    assert "/agent/it/move/" in cast.client("jana").get(page(ticket.number)).content.decode()
    edit_desk(actor=SYSTEM, desk=cast.hr, is_listed=False)
    assert "/agent/it/move/" not in cast.client("jana").get(page(ticket.number)).content.decode()
    assert "/agent/it/move/" not in cast.client("jana").get("/agent/it/tickets/").content.decode()
    assert Status.objects.within(cast.hr).exists()


def test_the_page_says_before_what_becomes_of_tasks_clocks_and_requests_to_other_desks(cast):
    from deskhand.accounts.actions import switch_module
    from deskhand.modules.tasks import actions as tasks
    from deskhand.modules.tasks.actions.adding import NewTask
    from deskhand.tickets.actions.ask_desk import Question
    from deskhand.tickets.bodies import plain

    ticket, address = cast.ticket(), "/agent/it/move/?to=hr&tickets="
    assert "Besides" not in cast.client("jana").get(f"{address}{ticket.number}").text
    switch_module(actor=SYSTEM, desk=cast.it, module="tasks", on=True)
    tasks.add_task(actor=cast.actor("jana"), ticket=ticket, new=NewTask(title="Order the cable"))
    question = Question(desk=cast.hr, subject="A desk", body=plain("Room 4, please."))
    actions.ask_desk(actor=cast.actor("jana"), ticket=ticket, question=question)
    seen = cast.client("jana").get(f"{address}{ticket.number}").text
    assert "1 task goes along" in seen and "1 request to another desk stays with whoever asked" in seen
    switch_module(actor=SYSTEM, desk=cast.it, module="tasks", on=False)
    assert "1 task goes along" not in cast.client("jana").get(f"{address}{ticket.number}").text
