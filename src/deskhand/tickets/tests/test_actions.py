"""What the verbs on tickets do, whoever calls them."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Channel
from deskhand.kernel.errors import Conflict, Denied, IllegalTransition, Invalid, NotFound, Stale
from deskhand.kernel.models import Event
from deskhand.mail.models import SenderRule
from deskhand.tickets import access, actions, rows
from deskhand.tickets.bodies import composed, plain
from deskhand.tickets.models import Attachment, Message, Ticket
from deskhand.tickets.tests.facts import facts


def test_a_requester_opens_a_ticket_and_everything_about_it_is_written_down(cast):
    ticket = cast.ticket("VPN drops", text="It drops")
    message = ticket.messages.get()
    assert (ticket.category, ticket.channel, ticket.organization.name) == ("new", "portal", "Kestrel Biotech")
    assert (message.author, message.side, message.text.strip()) == (
        cast.mara,
        "requester",
        "It drops, since this morning.",
    )
    assert facts(ticket) == ["ticket.created"]


def test_ticket_numbers_leave_gaps_and_never_come_twice(cast, monkeypatch):
    monkeypatch.setattr(rows, "LARGEST_GAP", 7)  # Other tests have none: see tests/chance.py.
    numbers = [cast.ticket(f"Number {n}").number for n in range(30)]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] - numbers[0] > 29


def test_an_answer_opens_a_new_ticket_and_counts_as_the_first_answer(cast):
    ticket = cast.ticket()
    message = cast.reply(ticket)
    ticket.refresh_from_db()
    assert ticket.category == "open"
    assert ticket.first_replied_at == message.created_at
    assert message.message_id.startswith("<t") and message.message_id.endswith(">")
    assert facts(ticket) == ["ticket.created", "ticket.replied", "ticket.status_changed"]


def test_a_customer_reply_reopens_a_resolved_ticket(cast):
    ticket = cast.ticket()
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    cast.writes(ticket)
    ticket.refresh_from_db()
    assert ticket.category == "open" and ticket.resolved_at is None
    assert "ticket.reopened" in facts(ticket)


def test_a_late_customer_reply_makes_a_linked_follow_up(cast):
    ticket = cast.ticket()
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    with clock.frozen(clock.now() + timedelta(days=15)):
        message = cast.writes(ticket)
    ticket.refresh_from_db()
    assert ticket.category == "resolved"
    assert message.ticket.follows_up == ticket and message.ticket.number != ticket.number


def test_a_note_never_reaches_the_requesters_side(cast):
    ticket = cast.ticket()
    cast.note(ticket, html="<p>secret keep-alive</p>")
    ticket.refresh_from_db()
    seen = Message.objects.visible_to(cast.actor("mara"), ticket)
    assert [one.kind for one in seen] == ["reply"]
    assert "secret" in ticket.snippet and "secret" not in ticket.public_snippet


def test_nobody_else_can_write_on_a_ticket_that_is_not_theirs(cast):
    ticket = cast.ticket()
    with pytest.raises(Denied):
        cast.writes(ticket, by="oliver")
    with pytest.raises((Denied, NotFound)):
        cast.reply(ticket, by="hanna")
    with pytest.raises(Denied):
        cast.reply(ticket, by="arno")


def test_an_illegal_change_of_status_names_what_is_allowed(cast):
    ticket = cast.ticket()
    with pytest.raises(IllegalTransition) as refused:
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("closed"))
    assert refused.value.allowed == ["open", "on_hold", "resolved", "cancelled"]


def test_a_status_of_another_desk_cannot_be_set(cast):
    with pytest.raises(Invalid):
        actions.set_status(actor=cast.actor("jana"), ticket=cast.ticket(), to=cast.status("open", "hr"))


def test_a_ticket_can_only_be_given_to_somebody_who_serves_its_desk(cast):
    ticket = cast.ticket()
    with pytest.raises(Invalid):
        actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.hanna)
    given = actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.ben)
    assert (given.assignee, given.category) == (cast.ben, "open")


def test_a_higher_level_needs_a_hand_over_note(cast):
    ticket = cast.ticket(team=cast.service_desk)
    with pytest.raises(Invalid) as refused:
        actions.give_to_team(actor=cast.actor("jana"), ticket=ticket, to=cast.network)
    assert "note" in refused.value.fields
    note = plain("Restarted twice; the log says DPD timeout.")
    given = actions.give_to_team(actor=cast.actor("jana"), ticket=ticket, to=cast.network, note=note)
    assert given.team == cast.network
    assert ticket.messages.filter(kind="note").count() == 1


def test_going_back_to_a_lower_level_needs_no_note(cast):
    ticket = cast.ticket(team=cast.network)
    assert (
        actions.give_to_team(actor=cast.actor("priya"), ticket=ticket, to=cast.service_desk).team == cast.service_desk
    )


def test_an_assignee_who_is_not_in_the_new_team_lets_go(cast):
    ticket = cast.ticket(team=cast.network)
    actions.assign(actor=cast.actor("priya"), ticket=ticket, to=cast.priya)
    given = actions.give_to_team(actor=cast.actor("priya"), ticket=ticket, to=cast.service_desk)
    assert given.assignee_id is None


def test_spam_leaves_the_lists_and_blocks_its_sender_until_undone(cast):
    ticket = cast.ticket()
    outcome = actions.change_many(actor=cast.actor("jana"), numbers=[ticket.number], verb="spam")
    assert not Ticket.objects.served_by(cast.actor("jana")).listed().exists()
    assert not Ticket.objects.own_of(cast.actor("mara")).exists()
    assert SenderRule.objects.within(cast.it).get().pattern == cast.mara.email
    actions.undo(actor=cast.actor("jana"), undo_id=outcome.undo_id or 0)
    assert Ticket.objects.served_by(cast.actor("jana")).listed().exists()
    assert not SenderRule.objects.within(cast.it).exists()


def test_a_deleted_ticket_can_be_restored_for_thirty_days_and_is_then_gone(cast):
    ticket = cast.ticket()
    actions.delete(actor=cast.actor("jana"), ticket=ticket)
    with pytest.raises(NotFound):
        access.own_ticket_for(cast.actor("mara"), ticket.number)
    assert actions.restore(actor=cast.actor("jana"), ticket=ticket).deleted_at is None
    actions.delete(actor=cast.actor("jana"), ticket=ticket)
    with clock.frozen(clock.now() + timedelta(days=29)):
        assert not actions.purge(ticket_id=ticket.pk)
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert actions.purge(ticket_id=ticket.pk)
    assert "ticket.purged" in facts(ticket)


def test_a_bulk_change_does_what_it_can_and_names_the_rest(cast):
    first, second = cast.ticket("One"), cast.ticket("Two")
    actions.set_status(actor=cast.actor("jana"), ticket=second, to=cast.status("resolved"))
    outcome = actions.change_many(
        actor=cast.actor("jana"), numbers=[second.number, first.number], verb="status", value=cast.status("on_hold")
    )
    assert outcome.changed == [first.number]
    assert list(outcome.refused) == [second.number]


def test_a_bulk_change_never_touches_tickets_behind_the_wall(cast):
    mine, theirs = cast.ticket("Mine"), cast.ticket("Theirs", desk="hr")
    actions.change_many(actor=cast.actor("jana"), numbers=[mine.number, theirs.number], verb="priority", value=4)
    theirs.refresh_from_db()
    assert theirs.priority == 2


def test_an_undo_leaves_alone_what_somebody_changed_since(cast):
    ticket = cast.ticket()
    outcome = actions.change_many(actor=cast.actor("jana"), numbers=[ticket.number], verb="priority", value=4)
    actions.change_priority(actor=cast.actor("ben"), ticket=ticket, to=3)
    undone = actions.undo(actor=cast.actor("jana"), undo_id=outcome.undo_id or 0)
    ticket.refresh_from_db()
    assert ticket.priority == 3 and list(undone.refused) == [ticket.number]


def test_giving_to_a_higher_level_can_be_undone_and_done_again(cast):
    ticket = cast.ticket(team=cast.network)
    outcome = actions.change_many(
        actor=cast.actor("priya"), numbers=[ticket.number], verb="team", value=cast.service_desk
    )
    undone = actions.undo(actor=cast.actor("priya"), undo_id=outcome.undo_id or 0)
    ticket.refresh_from_db()
    assert (ticket.team, undone.refused) == (cast.network, {})


def test_the_second_of_two_agents_is_told_and_overwrites_nothing(cast):
    ticket = cast.ticket()
    actions.patch(actor=cast.actor("ben"), ticket=ticket, changes={"priority": 4}, saw={"priority": 2})
    with pytest.raises(Conflict) as refused:
        actions.patch(actor=cast.actor("jana"), ticket=ticket, changes={"priority": 3}, saw={"priority": 2})
    assert refused.value.fields == {"priority": (2, 4, 3)}
    with pytest.raises(Stale):
        actions.patch(actor=cast.actor("jana"), ticket=ticket, changes={"subject": "New"}, version=1)
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.subject) == (4, "VPN drops")


def test_several_fields_change_together_or_not_at_all(cast):
    ticket = cast.ticket()
    with pytest.raises(IllegalTransition):
        actions.patch(actor=cast.actor("jana"), ticket=ticket, changes={"priority": 4, "status": cast.status("closed")})
    ticket.refresh_from_db()
    assert ticket.priority == 2


def test_messages_do_not_change_the_version_that_editors_compare(cast):
    ticket = cast.ticket()
    cast.writes(ticket)
    ticket.refresh_from_db()
    assert ticket.version == 1


def test_a_requester_resolves_withdraws_and_reopens_their_own(cast):
    ticket = cast.ticket()
    mara = cast.actor("mara", Channel.PORTAL)
    assert actions.own_transition(actor=mara, ticket=ticket, category="resolved").category == "resolved"
    assert actions.own_transition(actor=mara, ticket=ticket, category="open").category == "open"
    assert actions.own_transition(actor=mara, ticket=ticket, category="cancelled").category == "cancelled"
    with pytest.raises(IllegalTransition):
        actions.own_transition(actor=mara, ticket=ticket, category="open")


def test_people_in_copy_follow_and_read_along_and_can_leave(cast):
    ticket = cast.ticket()
    cast.reply(ticket, cc=[cast.huimin])
    assert access.own_ticket_for(cast.actor("huimin"), ticket.number) == ticket
    actions.unfollow(actor=cast.actor("huimin"), ticket=ticket, person=cast.huimin)
    with pytest.raises(NotFound):
        access.own_ticket_for(cast.actor("huimin"), ticket.number)


def test_an_uploaded_file_is_its_uploaders_alone_until_it_is_sent(cast):
    ticket = cast.ticket()
    jana = cast.actor("jana")
    file = actions.upload(actor=jana, desk_id=cast.it.pk, filename="../../etc/log.txt", content=b"drop 08:31")
    assert file.filename == "log.txt"
    with pytest.raises(NotFound):
        access.attachment_for(cast.actor("ben"), file.key)
    cast.reply(ticket, attachments=[file])
    assert access.attachment_for(cast.actor("mara"), file.key).size == 10
    with pytest.raises(NotFound):
        access.attachment_for(cast.actor("oliver"), file.key)


def test_a_file_of_a_note_is_not_for_the_requester(cast):
    ticket = cast.ticket()
    jana = cast.actor("jana")
    file = actions.upload(actor=jana, desk_id=cast.it.pk, filename="trace.log", content=b"x")
    actions.note(actor=jana, ticket=ticket, body=composed("<p>see</p>"), attachments=[file])
    with pytest.raises(NotFound):
        access.attachment_for(cast.actor("mara"), file.key)


def test_somebody_elses_upload_cannot_be_taken_along(cast):
    ticket = cast.ticket()
    file = actions.upload(actor=cast.actor("hanna"), desk_id=cast.hr.pk, filename="salaries.xlsx", content=b"x")
    cast.reply(ticket, attachments=[file])
    assert Attachment.objects.beyond_walls("test").get(pk=file.pk).message is None


def test_a_resolved_ticket_closes_by_itself_after_silence(cast):
    ticket = cast.ticket()
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    assert not actions.close_silent(ticket_id=ticket.pk)
    with clock.frozen(clock.now() + timedelta(days=8)):
        assert actions.close_silent(ticket_id=ticket.pk)
    last = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).latest("id")
    assert (last.channel, last.actor_id, last.values["because"]) == ("system", None, "silence")


def test_only_invited_people_open_tickets_on_a_desk_for_invited_people(cast):
    from deskhand.accounts.actions import edit_desk, give_role

    edit_desk(actor=cast.actor("hanna"), desk=cast.hr, who_may_open="invited")
    cast.hr.refresh_from_db()
    with pytest.raises(Denied):
        cast.ticket("My contract", desk="hr")
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.mara, role="guest")
    assert cast.ticket("My contract", desk="hr").desk == cast.hr


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_at_once_lose_nothing(transactional_db):
    from tests.cast import make_cast

    cast = make_cast()
    ticket = cast.ticket()
    agents = ["jana", "ben", "priya", "lena"]
    faults: list[BaseException] = []

    def write(nth: int) -> None:
        try:
            who = agents[nth % 4]
            if nth % 2:
                cast.note(ticket, by=who, html=f"<p>note {nth}</p>")
            else:
                actions.tag(actor=cast.actor(who), ticket=ticket, add=[f"tag-{nth}"])
        except BaseException as fault:  # noqa: BLE001 (told below)
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(nth,)) for nth in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ticket.refresh_from_db()
    assert faults == []
    assert ticket.messages.filter(kind="note").count() == 25
    assert ticket.tags.count() == 25 and ticket.version == 26


def test_a_file_that_was_never_sent_goes_after_two_days_but_one_in_a_draft_stays(cast):
    from deskhand.tickets.schedules import KEEP_UPLOADS, drop_forgotten_uploads

    ticket, jana = cast.ticket(), cast.actor("jana")
    lost = actions.upload(actor=jana, desk_id=cast.it.pk, filename="lost.txt", content=b"1")
    kept = actions.upload(actor=jana, desk_id=cast.it.pk, filename="kept.txt", content=b"2")
    sent = actions.upload(actor=jana, desk_id=cast.it.pk, filename="sent.txt", content=b"3")
    cast.reply(ticket, attachments=[sent])
    actions.save_draft(actor=jana, ticket=ticket, kind="note", html="<p>see</p>", attachments=[kept])
    drop_forgotten_uploads.run()
    assert Attachment.objects.within(cast.it).filter(pk=lost.pk).exists()
    with clock.frozen(clock.now() + KEEP_UPLOADS + timedelta(minutes=1)):
        drop_forgotten_uploads.run()
    assert set(Attachment.objects.within(cast.it)) == {kept, sent}
