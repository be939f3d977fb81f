"""A change of many tickets is done in the background, piece by piece; it can be watched, cancelled and undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskhand.accounts.actions import give_role, take_role
from deskhand.jobs.models import Job
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, Invalid
from deskhand.tickets import actions, rows
from deskhand.tickets.actions import bulk_runs
from deskhand.tickets.actions.bulk import change_one
from deskhand.tickets.models import BulkRow, BulkRun, BulkStage, Fate, Ticket
from tests.cast import Cast

HTMX = {"hx-request": "true"}


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three tickets are many, two are a piece."""
    monkeypatch.setattr(bulk_runs, "AT_ONCE", 2)
    monkeypatch.setattr(bulk_runs, "PIECE", 2)


def tickets(cast: Cast, count: int = 5) -> list[Ticket]:
    return [cast.ticket(f"Printer {number}") for number in range(count)]


def ask(cast: Cast, name: str = "jana", **fields: object) -> BulkRun:
    """Change all open tickets of the list."""
    given = {"view": "open", "all": "1", "priority": "high", **fields}
    answer = cast.client(name).post("/agent/it/bulk", given, headers=HTMX)
    assert "HX-Redirect" in answer.headers, answer.headers
    found: BulkRun = BulkRun.objects.within(cast.it).latest("pk")
    return found


def piece(run: BulkRun) -> None:
    """The worker does the next piece."""
    bulk_runs.next_piece.run(run_id=run.pk)


def fates(run: BulkRun) -> list[str]:
    return list(run.rows.order_by("number").values_list("fate", flat=True))


def priorities(cast: Cast) -> set[int]:
    return set(Ticket.objects.within(cast.it).values_list("priority", flat=True))


def test_more_tickets_than_one_waits_for_are_changed_in_the_background(cast: Cast):
    tickets(cast)
    run = ask(cast)
    assert priorities(cast) == {2} and run.total == 5
    cast.work()
    run.refresh_from_db()
    assert priorities(cast) == {3} and run.stage == BulkStage.DONE and set(fates(run)) == {Fate.CHANGED}
    facts = cast.client("jana").get(f"/agent/it/bulk/{run.pk}/").text
    assert "Priority: High" in facts and "Jana Vogt" in facts and "Undo the change" in facts


def test_few_tickets_are_changed_while_one_waits(cast: Cast):
    numbers = [one.number for one in tickets(cast, 2)]
    given = {"tickets": numbers, "priority": "high", "view": "open"}
    assert cast.client("jana").post("/agent/it/bulk", given, headers=HTMX).status_code == 200
    assert priorities(cast) == {3} and not BulkRun.objects.within(cast.it).exists()


def test_the_list_and_a_page_of_its_own_tell_how_far_it_is(cast: Cast):
    tickets(cast)
    jana = cast.client("jana")
    jana.post("/agent/it/bulk", {"view": "open", "all": "1", "priority": "high"}, headers=HTMX)
    run = BulkRun.objects.within(cast.it).get()
    piece(run)
    assert fates(run) == [Fate.CHANGED] * 2 + [Fate.WAITING] * 3
    list_ = jana.get("/agent/it/tickets/").text
    assert (
        "2 of 5" in list_ and '<div id="bulk-strip"' in list_ and f"/agent/it/bulk/{run.pk}/progress?strip=1" in list_
    )
    assert "2 of 5" in jana.get(f"/agent/it/bulk/{run.pk}/progress", headers=HTMX).text
    assert "bulk-strip" not in cast.client("ben").get("/agent/it/tickets/").text
    cast.work()
    over = jana.get(f"/agent/it/bulk/{run.pk}/progress?strip=1", headers=HTMX).text
    assert "5 tickets changed" in over and "hx-get" not in over
    assert jana.get(f"/agent/it/bulk/{run.pk}/progress", headers=HTMX).headers["HX-Redirect"].endswith(f"{run.pk}/")
    assert "Priority: High" in cast.client("ben").get("/agent/it/bulk/").text


def test_cancelling_stops_before_the_next_piece_and_says_what_was_done(cast: Cast):
    tickets(cast)
    run = ask(cast)
    piece(run)
    page = cast.client("jana").post(f"/agent/it/bulk/{run.pk}/cancel", follow=True).text
    cast.work()
    run.refresh_from_db()
    assert run.stage == BulkStage.CANCELLED and fates(run) == [Fate.CHANGED] * 2 + [Fate.WAITING] * 3
    assert "cancelled by" in page and "Not touched" in page
    actions.undo_run(actor=cast.actor("jana"), run=run)
    cast.work()
    assert fates(run) == [Fate.UNDONE] * 2 + [Fate.WAITING] * 3 and priorities(cast) == {2}


def test_a_piece_that_is_left_of_the_change_does_not_put_back(cast: Cast):
    tickets(cast)
    run = ask(cast)
    piece(run)
    left = Job.objects.get(unique_key=f"bulk:{run.pk}:working")
    actions.cancel_run(actor=cast.actor("jana"), run=run)
    actions.undo_run(actor=cast.actor("jana"), run=run)
    assert Job.objects.filter(unique_key=f"bulk:{run.pk}:undoing").exists()
    bulk_runs.next_piece.run(**left.args)
    assert fates(run) == [Fate.CHANGED] * 2 + [Fate.WAITING] * 3
    cast.work()
    assert fates(run) == [Fate.UNDONE] * 2 + [Fate.WAITING] * 3


def test_what_is_kept_for_an_undo_is_what_the_ticket_had_when_it_was_held(cast: Cast):
    (ticket,) = tickets(cast, 1)
    actions.change_priority(actor=cast.actor("ben"), ticket=Ticket.objects.within(cast.it).get(), to=3)
    assert ticket.priority == 2
    assert change_one(cast.actor("jana"), ticket, "priority", 4) == (3, 4)


def test_an_undo_leaves_what_somebody_changes_at_the_same_moment(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    (ticket,) = tickets(cast, 1)
    jana = cast.actor("jana")
    done = actions.change_many(actor=jana, numbers=[ticket.number], verb="priority", value=3)

    def meanwhile(found: list[Ticket]) -> list[Ticket]:
        actions.change_priority(actor=cast.actor("ben"), ticket=ticket, to=4)
        return found

    monkeypatch.setattr(rows, "lock_order", meanwhile)
    assert list(actions.undo(actor=jana, undo_id=done.undo_id or 0).refused) == [ticket.number]
    assert priorities(cast) == {4}


def test_undoing_leaves_what_somebody_changed_since(cast: Cast):
    first, *_others = tickets(cast)
    run = ask(cast)
    cast.work()
    actions.change_priority(actor=cast.actor("ben"), ticket=first, to=4)
    jana = cast.client("jana")
    jana.post(f"/agent/it/bulk/{run.pk}/undo")
    cast.work()
    run.refresh_from_db()
    assert run.stage == BulkStage.UNDONE and fates(run) == [Fate.KEPT] + [Fate.UNDONE] * 4
    page = jana.get(f"/agent/it/bulk/{run.pk}/?show=kept").text
    assert "Somebody changed this ticket again since." in page and "Undo the change" not in page
    first.refresh_from_db()
    assert first.priority == 4


def test_tickets_that_refuse_are_named_with_the_reason(cast: Cast):
    some = tickets(cast, 3)
    actions.set_status(actor=cast.actor("ben"), ticket=some[0], to=cast.status("cancelled"))
    run = actions.begin_run(
        actor=cast.actor("jana"),
        desk=cast.it,
        numbers=[one.number for one in some],
        verb="status",
        value=cast.status("on_hold"),
    )
    cast.work()
    assert fates(run) == [Fate.REFUSED, Fate.CHANGED, Fate.CHANGED]
    assert "cannot become" in cast.client("jana").get(f"/agent/it/bulk/{run.pk}/?show=refused").text


def test_a_piece_that_runs_twice_changes_nothing_twice(cast: Cast):
    tickets(cast, 3)
    run = ask(cast)
    piece(run)
    before = list(run.rows.order_by("number").values_list("number", "fate", "was", "became"))[:2]
    piece(run)
    piece(run)
    cast.work()
    assert list(run.rows.order_by("number").values_list("number", "fate", "was", "became"))[:2] == before
    assert set(Ticket.objects.within(cast.it).values_list("version", flat=True)) == {2}


def test_others_come_first_between_two_pieces(cast: Cast):
    tickets(cast)
    cast.work()
    run = ask(cast)
    mine = Job.objects.get(unique_key=f"bulk:{run.pk}:working")
    assert mine.priority < 0 and mine.ordering_key == ""


def test_a_role_that_is_taken_meanwhile_stops_the_rest(cast: Cast):
    tickets(cast)
    run = ask(cast)
    piece(run)
    take_role(actor=SYSTEM, desk=cast.it, person=cast.jana, role="agent")
    cast.work()
    assert fates(run)[2:] == [Fate.REFUSED] * 3


def test_others_may_look_and_administrators_may_stop_it_but_only_the_author_undoes(cast: Cast):
    tickets(cast)
    run = ask(cast)
    with pytest.raises(Denied):
        actions.cancel_run(actor=cast.actor("ben"), run=run)
    actions.cancel_run(actor=cast.actor("lena"), run=run)
    with pytest.raises(Denied):
        actions.undo_run(actor=cast.actor("lena"), run=run)
    assert cast.client("hanna").get(f"/agent/it/bulk/{run.pk}/").status_code == 404
    assert cast.client("hanna").get(f"/agent/hr/bulk/{run.pk}/").status_code == 404


def test_moved_tickets_come_back_together(cast: Cast):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    numbers = [one.number for one in tickets(cast, 3)]
    run = actions.begin_run(actor=cast.actor("jana"), desk=cast.it, numbers=numbers, verb="move", value=cast.hr)
    cast.work()
    assert Ticket.objects.within(cast.hr).count() == 3
    actions.undo_run(actor=cast.actor("jana"), run=run)
    cast.work()
    assert Ticket.objects.within(cast.it).count() == 3


def test_nobody_fills_the_queue_with_bulk_changes(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bulk_runs, "UNFINISHED_LIMIT", 1)
    tickets(cast, 3)
    run = ask(cast)
    numbers = list(run.rows.values_list("number", flat=True))
    with pytest.raises(Invalid):
        actions.begin_run(actor=cast.actor("jana"), desk=cast.it, numbers=numbers, verb="spam")


def test_after_30_days_nobody_remembers(cast: Cast):
    tickets(cast, 3)
    run = ask(cast)
    cast.work()
    BulkRun.objects.within(cast.it).update(begun_at=clock.now() - timedelta(days=31))
    bulk_runs.forget_runs(before=clock.now() - bulk_runs.KEEP_RUNS)
    assert not BulkRow.objects.filter(run_id=run.pk).exists()
