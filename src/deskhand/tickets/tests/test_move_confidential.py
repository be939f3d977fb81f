"""A confidential ticket goes to another desk: who is chosen to read it there, who learns nothing, and the way back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from deskhand.accounts.actions import ask_for_glass, give_role, take_role
from deskhand.accounts.models import BreakGlass, GlassState
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.mail.models import OutboundMail
from deskhand.notify.models import Notification
from deskhand.tickets import actions, confiding, curtain
from deskhand.tickets.models import Tag, Ticket
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

ADDRESS = "/agent/it/move/"


@pytest.fixture
def case(cast: Cast) -> Ticket:
    """Mara's complaint at IT that Jana and Ben may read and Priya never; Jana and Oliver serve HR, too."""
    for name in ("jana", "oliver"):
        give_role(actor=SYSTEM, desk=cast.hr, person=cast.people[name], role="agent")
    ticket = cast.ticket("About my manager")
    cast.note(ticket)
    jana = cast.actor("jana")
    actions.tag(actor=jana, ticket=ticket, add=["harassment"])
    return actions.confide(actor=jana, ticket=ticket, readers=[cast.jana, cast.ben], excluded=[cast.priya])


def reading(cast: Cast, ticket: Ticket) -> set[str]:
    """Who reads the ticket as staff, of everybody."""
    return {name for name in cast.people if Ticket.objects.served_by(cast.actor(name)).filter(pk=ticket.pk).exists()}


def post(cast: Cast, case: Ticket, **fields: object) -> str:
    given = {"tickets": case.number, "to": "hr", **fields}
    return cast.client("jana").post(ADDRESS, given, follow=True).content.decode()


def back(cast: Cast, answer: str) -> None:
    cast.client("jana").post(re.findall(r"/agent/undo/\d+", answer)[-1])


def test_the_page_says_who_may_read_it_there_and_who_stays_behind(cast: Cast, case: Ticket) -> None:
    shown = cast.client("jana").get(f"{ADDRESS}?tickets={case.number}&to=hr").content.decode()
    assert "They have no role there: Ben Okafor" in shown
    assert "Excluded there, too: Priya Raman" in shown
    ticked = re.search(rf'<input[^>]*name="readers" value="{cast.jana.pk}"[^>]*>', shown)
    plain = re.search(rf'<input[^>]*name="readers" value="{cast.hanna.pk}"[^>]*>', shown)
    assert ticked and "checked" in ticked[0] and plain and "checked" not in plain[0]
    assert "1 internal note" in shown
    assert "There is nothing to move" in cast.client("lena").get(f"{ADDRESS}?tickets={case.number}").content.decode()


def test_only_who_was_chosen_reads_it_there_and_an_undo_brings_the_former_list_back(cast: Cast, case: Ticket) -> None:
    cast.work()
    answer = post(cast, case, readers=cast.hanna.pk)
    cast.work()
    assert reading(cast, case) == {"hanna"}
    moved = Ticket.objects.within(cast.hr).get(pk=case.pk)
    assert moved.is_confidential and [one.pk for one in confiding.of_ticket(moved).excluded] == [cast.priya.pk]
    back(cast, answer)
    cast.work()
    assert reading(cast, case) == {"jana", "ben"}
    home = Ticket.objects.within(cast.it).get(pk=case.pk)
    assert home.is_confidential and list(home.tags.values_list("name", flat=True)) == ["harassment"]


def test_nobody_else_learns_of_the_move(cast: Cast, case: Ticket) -> None:
    cast.reply(case)
    cast.work()
    Notification.objects.all().delete()
    post(cast, case, readers=cast.hanna.pk)
    cast.work()
    told = Notification.objects.filter(ticket_number=case.number).values_list("person_id", flat=True)
    assert set(told) <= {cast.hanna.pk}
    assert not Tag.objects.within(cast.hr).filter(name="harassment").exists()
    for name, desk in (("lena", "it"), ("arno", "it"), ("oliver", "hr")):
        listed = cast.client(name).get(f"/agent/{desk}/tickets/?q=manager").content.decode()
        assert "About my manager" not in listed
    letters = OutboundMail.objects.filter(ticket_number=case.number)
    for name, place in (("lena", cast.it), ("oliver", cast.hr)):
        assert case.number in curtain.hidden_numbers(cast.actor(name), place.pk).values_list("number", flat=True)
    assert letters.within(cast.hr).exists() and not letters.within(cast.it).exists()
    assert case.number not in curtain.hidden_numbers(cast.actor("hanna"), cast.hr.pk).values_list("number", flat=True)


def test_without_a_reader_nothing_moves_and_what_was_ticked_stays_ticked(cast: Cast, case: Ticket) -> None:
    note = case.messages.exclude(kind="reply").get()
    answer = cast.client("jana").post(ADDRESS, {"tickets": case.number, "to": "hr", "keep": note.pk})
    shown = answer.content.decode()
    assert answer.status_code == 422 and "choose at least one person" in shown
    ticked = re.search(rf'<input[^>]*name="keep" value="{note.pk}"[^>]*>', shown)
    assert ticked and "checked" in ticked[0]
    for wrong in (cast.ben, cast.mara, cast.priya):
        assert "cannot read it there" in post(cast, case, readers=[cast.hanna.pk, wrong.pk])
    assert reading(cast, case) == {"jana", "ben"}


def test_whoever_does_not_serve_the_other_desk_is_told_what_to_do(cast: Cast, case: Ticket) -> None:
    ben = cast.client("ben")
    shown = ben.get(f"{ADDRESS}?tickets={case.number}&to=hr").content.decode()
    assert "Ask somebody on the list who serves both desks" in shown and "Hanna" not in shown
    ben.post(ADDRESS, {"tickets": case.number, "to": "hr", "readers": cast.hanna.pk})
    assert reading(cast, case) == {"jana", "ben"}


def test_what_stays_of_it_is_confidential_too(cast: Cast, case: Ticket) -> None:
    note = case.messages.exclude(kind="reply").get()
    answer = Client().post(
        f"/api/v1/tickets/{case.number}/move",
        {"desk": "hr", "keep": [note.pk], "readers": [cast.hanna.pk]},
        content_type="application/json",
        headers=cast.bearer("jana"),
    )
    assert answer.status_code == 200, answer.content
    rest = Ticket.objects.beyond_walls("the test looks").get(messages=note)
    assert answer.json()["rest"] == rest.number and answer.json()["ticket"] is None
    assert (reading(cast, rest), reading(cast, case)) == ({"jana", "ben"}, {"hanna"})
    Client().post(f"/api/v1/undo/{answer.json()['undo']}", headers=cast.bearer("jana"))
    assert note.pk in case.messages.values_list("pk", flat=True)
    assert reading(cast, case) == {"jana", "ben"}


def test_it_does_not_come_back_once_somebody_there_changed_the_list_or_nobody_is_left_here(
    cast: Cast, case: Ticket
) -> None:
    answer = post(cast, case, readers=cast.hanna.pk)
    moved = Ticket.objects.within(cast.hr).get(pk=case.pk)
    actions.let_know(actor=cast.actor("hanna"), ticket=moved, person=cast.oliver)
    back(cast, answer)
    assert reading(cast, case) == {"hanna", "oliver"}


def test_an_undo_leaves_out_who_has_left_the_desk(cast: Cast, case: Ticket) -> None:
    answer = post(cast, case, readers=cast.hanna.pk)
    take_role(actor=SYSTEM, desk=cast.it, person=cast.ben, role="agent")
    back(cast, answer)
    give_role(actor=SYSTEM, desk=cast.it, person=cast.ben, role="agent")
    assert reading(cast, case) == {"jana"}


def test_glass_that_was_asked_for_on_the_old_desk_opens_nothing_on_the_new_one(cast: Cast, case: Ticket) -> None:
    reason = "An emergency that the test has made up, long enough."
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.arno, role="auditor")
    give_role(actor=SYSTEM, desk=cast.it, person=cast.huimin, role="admin")
    glass = ask_for_glass(actor=cast.actor("arno"), desk=cast.it, number=case.number, reason=reason)
    BreakGlass.objects.within(cast.it).filter(pk=glass.pk).update(
        seconded_at=clock.now(), seconded_by=cast.huimin, until=clock.now() + timedelta(hours=1)
    )
    post(cast, case, readers=cast.hanna.pk)
    ended = BreakGlass.objects.within(cast.it).get(pk=glass.pk)
    assert ended.state(clock.now()) == GlassState.ENDED
    assert reading(cast, case) == {"hanna"}
