"""Drawing a plan: arrows that are changed, changes that are taken back and made again, plans of many steps."""

from itertools import pairwise

import pytest

from deskhand.kernel.errors import Conflict
from deskhand.modules.fulfilment import actions, checks
from deskhand.modules.fulfilment.definition import STEPS_PER_PLAN, Definition, Edge, Step
from deskhand.modules.fulfilment.drawing import draw
from deskhand.modules.fulfilment.tests.conftest import deed, edges, plan, task

PAGE = "/agent/settings/it/plans/"


def drawn(row):
    row.refresh_from_db()
    return {(one.start, one.end, one.on) for one in Definition.read(row.draft).edges}


def test_what_was_taken_back_is_made_again_until_something_else_is_changed(on):
    row, lena = plan(on, task("a")), on.client("lena")
    there = f"{PAGE}{row.pk}/"
    lena.post(f"{there}steps/", {"name": "Order it", "kind": "task", "after": "a"})
    lena.post(f"{there}undo/")
    assert drawn(row) == set()
    assert "Redo" in lena.get(there).content.decode()
    lena.post(f"{there}redo/")
    assert drawn(row) == {("a", "order-it", "done")}
    lena.post(f"{there}undo/")
    lena.post(f"{there}steps/", {"name": "Bring it", "kind": "task", "after": "a"})
    assert "Redo" not in lena.get(there).content.decode()
    with pytest.raises(Conflict):
        actions.redo_draft(actor=on.actor("lena"), plan=row)
    assert drawn(row) == {("a", "bring-it", "done")}


def test_an_arrow_leads_elsewhere_or_is_gone_by_another_end(on):
    ask = Step(code="ok", kind="approval", name="Approve", says={"policy": "manager"})
    row = plan(on, ask, task("a"), task("b"), ways=("ok>a",))
    there, lena = f"{PAGE}{row.pk}/arrows/lead/", on.client("lena")
    lena.post(there, {"start": "ok", "end": "a", "on": "done", "to": "b"})
    assert drawn(row) == {("ok", "b", "done")}
    lena.post(there, {"start": "ok", "end": "b", "on": "done", "now": "declined"})
    assert drawn(row) == {("ok", "b", "declined")}
    for wrong in ({"end": "a", "on": "done"}, {"end": "b", "on": "declined", "to": "nowhere"}):
        assert lena.post(there, {"start": "ok", **wrong}).status_code == 404
    assert drawn(row) == {("ok", "b", "declined")}


def test_nobody_is_offered_to_go_on_when_a_task_is_declined(on):
    ask = Step(code="ok", kind="approval", name="Approve", says={"policy": "manager"})
    row, lena = plan(on, task("a"), ask), on.client("lena")
    choice = '<option value="declined"'
    assert choice not in lena.get(f"{PAGE}{row.pk}/?step=a").content.decode()
    assert choice in lena.get(f"{PAGE}{row.pk}/?step=ok").content.decode()


def test_a_step_is_put_between_two_others(on):
    row, lena = plan(on, task("a"), task("b"), ways=("a>b",)), on.client("lena")
    lena.post(f"{PAGE}{row.pk}/steps/", {"name": "Engrave", "kind": "task", "after": "a", "within": "on"})
    assert drawn(row) == {("a", "engrave", "done"), ("engrave", "b", "done")}


def test_a_plan_of_as_many_steps_as_can_be_is_drawn_with_few_questions(on, django_assert_max_num_queries):
    many = [
        deed(f"d{n}", "team", on.service_desk.pk) if n % 2 else task(f"t{n}", team=on.service_desk.pk)
        for n in range(STEPS_PER_PLAN)
    ]
    row = plan(on, *many, ways=tuple(f"{one.code}>{two.code}" for one, two in pairwise(many)))
    with django_assert_max_num_queries(8):
        assert checks.problems(Definition.read(row.draft), on.it.pk) == []
    page = on.client("lena").get(f"{PAGE}{row.pk}/").content.decode()
    assert page.count("data-step=") == STEPS_PER_PLAN and page.count("data-arrow-on=") == 2 * (STEPS_PER_PLAN - 1)


def test_no_two_steps_are_drawn_at_one_place(on):
    ways = ("a>b", "a>c", "b>d", "c>d", "a>d")
    found = draw(Definition(tuple(task(one) for one in "abcde"), (*edges(*ways), Edge(start="e", end="d"))))
    places = [(one.x, one.y) for one in found.nodes]
    assert len(set(places)) == 5
