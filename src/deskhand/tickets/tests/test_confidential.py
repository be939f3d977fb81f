"""Confidential tickets: who may know of them, and how that is changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from deskhand.accounts.actions import give_role
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Conflict, Denied, Invalid, NotFound
from deskhand.mail.models import OutboundMail
from deskhand.mail.queries import undelivered
from deskhand.mail.tests.post import sent_to
from deskhand.notify.models import Notification
from deskhand.ops.mail_pages.nav import waiting_for_somebody
from deskhand.tickets import access, actions, curtain
from deskhand.tickets.bodies import composed
from deskhand.tickets.confiding import Readers
from deskhand.tickets.models import Message, Ticket
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def case(cast: Cast) -> Ticket:
    """Mara's complaint at IT, which Jana alone of the desk may read."""
    ticket = cast.ticket("About my manager")
    cast.note(ticket)
    return actions.confide(actor=cast.actor("jana"), ticket=ticket, readers=[cast.jana], reason="Personal")


def reads(cast: Cast, who: str, ticket: Ticket) -> bool:
    return Ticket.objects.visible_to(cast.actor(who)).filter(number=ticket.number).exists()


def test_of_the_desk_only_those_on_the_list_know_that_it_exists(cast: Cast, case: Ticket) -> None:
    assert reads(cast, "jana", case)
    assert not reads(cast, "ben", case)
    assert not reads(cast, "lena", case)
    for who in ("ben", "lena"):
        with pytest.raises(NotFound):
            access.ticket_for(cast.actor(who), case.number)
        assert Ticket.objects.served_by(cast.actor(who)).count() == 0


def test_the_requester_keeps_their_side_and_sees_no_notes(cast: Cast, case: Ticket) -> None:
    found = access.own_ticket_for(cast.actor("mara"), case.number)
    assert Message.objects.visible_to(cast.actor("mara"), found).count() == 1
    cast.writes(found)


def test_an_agent_who_asked_for_it_themselves_stays_a_requester_there(cast: Cast) -> None:
    ticket = cast.ticket("My own complaint", by="ben")
    cast.note(ticket)
    actions.confide(actor=cast.actor("jana"), ticket=ticket, readers=[cast.jana])
    ben = cast.actor("ben")
    ticket = access.ticket_for(ben, ticket.number)
    assert not access.is_staff_for(ben, ticket)
    assert Message.objects.visible_to(ben, ticket).count() == 1
    for verb in (actions.note, actions.reply):
        with pytest.raises(Denied):
            verb(actor=ben, ticket=ticket, body=composed("<p>Peeping</p>"))
    with pytest.raises(Denied):
        actions.let_know(actor=ben, ticket=ticket, person=cast.ben)


def test_who_is_excluded_loses_every_part_in_it(cast: Cast, case: Ticket) -> None:
    actions.exclude(actor=cast.actor("jana"), ticket=case, person=cast.mara)
    assert not reads(cast, "mara", case)
    assert not access.is_on_requesters_side(cast.actor("mara"), Ticket.objects.within(cast.it).get(pk=case.pk))
    actions.exclude_no_more(actor=cast.actor("jana"), ticket=case, person=cast.mara)
    assert reads(cast, "mara", case)


def test_broken_glass_opens_it_for_reading_and_never_for_who_is_excluded(cast: Cast, case: Ticket) -> None:
    ben = replace(cast.actor("ben"), glass_tickets=frozenset({case.pk}))
    lena = replace(cast.actor("lena"), glass=frozenset({cast.it.pk}))
    for actor in (ben, lena):
        found = access.unnoted_ticket_for(actor, case.number)
        assert access.is_staff_for(actor, found)
        with pytest.raises(Denied):
            actions.note(actor=actor, ticket=found, body=composed("<p>I was here</p>"))
    actions.exclude(actor=cast.actor("jana"), ticket=case, person=cast.ben)
    with pytest.raises(NotFound):
        access.unnoted_ticket_for(ben, case.number)


def test_within_a_desk_nothing_of_it_is_there_unless_somebody_says_why(cast: Cast, case: Ticket) -> None:
    assert Ticket.objects.within(cast.it).count() == 0
    assert Message.objects.within([cast.it.pk]).count() == 0
    assert Message.objects.within(cast.it).filter(ticket=case).count() == 2
    assert Ticket.objects.within(cast.it).filter(number=case.number).count() == 0
    assert Ticket.objects.within(cast.it).with_confidential("the clocks run").count() == 1


def test_it_can_be_born_behind_the_curtain(cast: Cast) -> None:
    new = actions.NewTicket(desk=cast.it, subject="A word", body=composed("<p>Quietly</p>"), requester=cast.mara)
    ticket = actions.create(actor=cast.actor("mara"), new=new, confidential=Readers(readers=[cast.jana]))
    assert reads(cast, "jana", ticket)
    assert reads(cast, "mara", ticket)
    assert not reads(cast, "ben", ticket)


@pytest.mark.parametrize("who", ["oliver", "hanna"])
def test_only_people_with_a_role_on_the_desk_come_onto_the_list(cast: Cast, case: Ticket, who: str) -> None:
    with pytest.raises(Invalid, match="has no role on this desk"):
        actions.let_know(actor=cast.actor("jana"), ticket=case, person=getattr(cast, who))


def test_the_last_reader_stays(cast: Cast, case: Ticket) -> None:
    jana = cast.actor("jana")
    with pytest.raises(Invalid, match="last person"):
        actions.let_know_no_more(actor=jana, ticket=case, person=cast.jana)
    actions.let_know(actor=jana, ticket=case, person=cast.ben)
    actions.let_know_no_more(actor=jana, ticket=case, person=cast.jana)
    assert reads(cast, "ben", case)
    assert not reads(cast, "jana", case)


def test_nobody_gets_it_or_follows_it_who_must_not_know(cast: Cast, case: Ticket) -> None:
    jana = cast.actor("jana")
    with pytest.raises(Invalid, match="not on the list"):
        actions.assign(actor=jana, ticket=case, to=cast.ben)
    with pytest.raises(Invalid, match="not on the list"):
        actions.follow(actor=jana, ticket=case, person=cast.ben)
    actions.follow(actor=jana, ticket=case, person=cast.oliver)


def test_colleagues_who_followed_follow_it_no_more(cast: Cast) -> None:
    ticket = cast.ticket()
    for person in (cast.ben, cast.oliver):
        actions.follow(actor=cast.actor("jana"), ticket=ticket, person=person)
    actions.confide(actor=cast.actor("jana"), ticket=ticket, readers=[cast.jana])
    assert list(ticket.followers.values_list("person_id", flat=True)) == [cast.oliver.pk]
    assert not reads(cast, "ben", ticket)
    assert reads(cast, "oliver", ticket)


def test_whoever_has_it_must_be_on_the_list(cast: Cast) -> None:
    ticket = actions.assign(actor=cast.actor("jana"), ticket=cast.ticket(), to=cast.ben)
    with pytest.raises(Invalid, match="has this"):
        actions.confide(actor=cast.actor("jana"), ticket=ticket, readers=[cast.jana])


def test_opening_it_up_again_needs_a_reason(cast: Cast, case: Ticket) -> None:
    with pytest.raises(Invalid, match="reason"):
        actions.open_up(actor=cast.actor("jana"), ticket=case, reason=" ")
    actions.open_up(actor=cast.actor("jana"), ticket=case, reason="Settled")
    assert reads(cast, "ben", case)
    with pytest.raises(Conflict):
        actions.open_up(actor=cast.actor("jana"), ticket=case, reason="Settled")


def test_who_may_read_it_is_shown_and_changed_on_a_page(cast: Cast, case: Ticket) -> None:
    jana, page = cast.client("jana"), f"/agent/tickets/{case.number}/readers/"
    shown = jana.get(f"/agent/tickets/{case.number}/").content.decode()
    assert "one person of the desk may read this" in shown
    assert 'data-watermark="Jana Vogt' in shown
    assert 'title="Confidential"' in jana.get(reverse("tickets:list", args=["it"]) + "?q=is:open").content.decode()
    for verb, who in (("let_know", cast.ben), ("exclude", cast.mara)):
        assert jana.post(page, {"verb": verb, "person": who.pk}).status_code == 302
    assert "2 people of the desk may read this" in jana.get(f"/agent/tickets/{case.number}/").content.decode()
    assert reads(cast, "ben", case)
    assert not reads(cast, "mara", case)
    assert cast.client("lena").get(page).status_code == 404
    refused = jana.post(page, {"verb": "let_know", "person": cast.oliver.pk})
    assert refused.status_code == 422
    assert jana.post(page, {"verb": "open_up", "reason": "Settled"}).headers["Location"].endswith(f"/{case.number}/")
    assert reads(cast, "priya", case)


def test_letters_about_it_carry_nothing_of_it(cast: Cast, case: Ticket) -> None:
    actions.assign(actor=cast.actor("jana"), ticket=case, to=cast.jana)
    cast.writes(case, html="<p>He shouted again.</p>")
    cast.reply(case, html="<p>We talk to him.</p>")
    cast.work()
    to_mara, to_jana = sent_to("mara@kestrel.example"), sent_to("jana@eberfeld.example")
    for letter in (to_mara[-1], to_jana[-1]):
        assert f"News on your case {case.number}" in letter.subject
        whole = f"{letter.subject} {letter.text} {letter.html}"
        assert "shouted" not in whole and "talk to him" not in whole and "manager" not in whole
    assert sent_to("ben@eberfeld.example") == []


def test_no_colleague_hears_of_it(cast: Cast) -> None:
    new = actions.NewTicket(desk=cast.it, subject="A word", body=composed("<p>Quietly</p>"), requester=cast.mara)
    ticket = actions.create(actor=cast.actor("mara"), new=new, confidential=Readers(readers=[cast.jana]))
    cast.writes(ticket)
    cast.work()
    assert set(Notification.objects.values_list("person_id", flat=True)) <= {cast.jana.pk}


def test_it_is_not_merged_moved_or_linked_into_the_open(cast: Cast, case: Ticket) -> None:
    jana, other = cast.actor("jana"), cast.ticket("Another one")
    for ticket, into in ((case, other), (other, case)):
        with pytest.raises(Invalid, match="same people"):
            actions.merge(actor=jana, ticket=ticket, into=into.number)
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    with pytest.raises(Invalid, match="choose at least one person"):
        actions.move(actor=cast.actor("jana"), ticket=case, to=cast.hr)
    actions.link_tickets(actor=jana, ticket=other, kind="related", to=case.number)
    shown = cast.client("ben").get(f"/agent/tickets/{other.number}/").content.decode()
    assert str(case.number) not in shown


def test_what_is_split_off_or_follows_it_is_confidential_too(cast: Cast, case: Ticket) -> None:
    message = cast.writes(case, html="<p>And something else.</p>")
    child = actions.split(actor=cast.actor("jana"), ticket=case, messages=[message.pk])
    assert not reads(cast, "ben", child)
    assert reads(cast, "jana", child)


def test_the_requesters_other_tickets_are_counted_as_far_as_one_may_read_them(cast: Cast, case: Ticket) -> None:
    other = cast.ticket("Another one")
    told = "1 other ticket that you may read"
    assert told in cast.client("jana").get(f"/agent/tickets/{other.number}/").content.decode()
    shown = cast.client("ben").get(f"/agent/tickets/{other.number}/").content.decode()
    assert "that you may read" not in shown and "About my manager" not in shown
    for who in ("jana", "ben"):
        counted = cast.client(who).get(f"/agent/it/people/{cast.mara.pk}/").content.decode()
        assert "Another one" in counted and "About my manager" not in counted


def test_a_letter_about_it_that_failed_is_not_counted_for_others(cast: Cast, case: Ticket) -> None:
    cast.reply(case, html="<p>We talk to him.</p>")
    cast.work()
    rows = OutboundMail.objects.within(cast.it).filter(ticket_number=case.number)
    failed = rows.update(state="failed")
    assert failed > 0
    assert undelivered(cast.it) == failed
    assert undelivered(cast.it, hidden=curtain.hidden_numbers(cast.actor("lena"), cast.it.pk)) == 0
    assert undelivered(cast.it, hidden=curtain.hidden_numbers(cast.actor("jana"), cast.it.pk)) == failed
    assert waiting_for_somebody(cast.it) == 0
