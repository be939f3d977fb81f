"""Switching plans: what holds for every module is in tests/house/test_modules.py."""

import json

from django.test import Client

from deskhand.accounts.actions import switch_module
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.fulfilment.models import Run
from deskhand.modules.fulfilment.tests.conftest import started, states, task, task_of
from deskhand.tickets import actions as on_tickets
from deskhand.tickets.stages import stages_of


def switch(cast, *, on):
    switch_module(actor=SYSTEM, desk=cast.it, module="fulfilment", on=on)


def test_off_its_pages_and_paths_are_not_there_and_on_again_shows_what_was(on):
    ticket, run = started(on, task("a", stage="Being ordered"))
    row = run.version.plan
    pages = (
        ("lena", "/agent/settings/it/plans/"),
        ("lena", f"/agent/settings/it/plans/{row.pk}/"),
        ("lena", "/agent/settings/it/plans/stuck/"),
        ("jana", f"/agent/tickets/{ticket.number}/plan-runs/{run.pk}/"),
    )
    api = [f"/api/v1/fulfilment/desks/it/{rest}" for rest in ("plans", f"plans/{row.pk}", f"runs/{run.pk}")]
    for is_on in (False, True):
        switch(on, on=is_on)
        wanted = 200 if is_on else 404
        assert [on.client(who).get(path).status_code for who, path in pages] == [wanted] * len(pages)
        assert {Client().get(path, headers=on.bearer("lena")).status_code for path in api} == {wanted}
        beside = on.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
        assert (f'id="plan-{run.pk}"' in beside) is is_on
        assert bool(stages_of(ticket)) is is_on
        assert Run.objects.within(on.it).filter(pk=run.pk).exists()


def test_a_task_that_is_resolved_while_plans_are_off_counts_when_they_are_on_again(on):
    _ticket, run = started(on, task("a"), task("b"), ways=("a>b",))
    switch(on, on=False)
    on_tickets.set_status(actor=on.actor("jana"), ticket=task_of(run, "a"), to=on.status("resolved"))
    on.work()
    assert states(run) == {"a": "active"}
    switch(on, on=True)
    on.work()
    assert states(run) == {"a": "done", "b": "active"}


def test_plans_are_on_for_one_desk_and_off_for_another(on):
    switch_module(actor=SYSTEM, desk=on.hr, module="fulfilment", on=False)
    assert on.client("lena").get("/agent/settings/it/plans/").status_code == 200
    assert on.client("hanna").get("/agent/settings/hr/plans/").status_code == 404
    assert "Fulfilment plans" not in on.client("hanna").get("/agent/settings/hr/").content.decode()


def test_the_document_names_its_paths_while_it_is_on_anywhere(cast):
    def paths():
        return [one for one in json.loads(Client().get("/api/v1/openapi.json").content)["paths"] if "fulfil" in one]

    assert not paths()
    switch(cast, on=True)
    assert "/api/v1/fulfilment/desks/{desk}/plans" in paths()


def test_an_administrator_reads_beforehand_what_it_adds_and_a_lead_switches_nothing(cast):
    review = cast.client("lena").get("/agent/settings/it/grow/?review=1&wanted=fulfilment").content.decode()
    assert "1 module to switch on" in review
    assert cast.client("priya").post("/agent/settings/it/grow/", {"wanted": "fulfilment"}).status_code == 403
