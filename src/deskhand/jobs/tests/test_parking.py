"""Work of a module that is off is kept, and goes on when the module is on again."""

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.jobs import parking, queue, schedule
from deskhand.jobs.models import Job, Schedule
from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import modules
from deskhand.kernel.actor import SYSTEM

MODULE = "announcements"
done: list[str] = []


@queue.job()
def write_down(word: str) -> None:
    done.append(word)


@queue.job()
def look_around() -> None:
    done.append("looked")


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


def switch(cast, on, desk="it"):
    switch_module(actor=SYSTEM, desk=getattr(cast, desk), module=MODULE, on=on)


def put(word, desk, **more):
    return write_down.put(word=word, module=MODULE, desk_id=desk.pk if desk else None, **more)


def states():
    return list(Job.objects.filter(module=MODULE).order_by("pk").values_list("state", flat=True))


def test_a_job_waits_while_its_module_is_off_and_is_done_once_it_is_on(cast):
    put("one", cast.it)
    run_until_idle()
    assert (done, states()) == ([], ["parked"])
    switch(cast, True)
    run_until_idle()
    assert (done, states()) == (["one"], ["done"])


def test_a_module_that_is_on_for_another_desk_leaves_the_job_parked(cast):
    put("one", cast.it)
    put("for no desk", None)
    run_until_idle()
    switch(cast, True, "hr")
    run_until_idle()
    assert (done, states()) == (["for no desk"], ["parked", "done"])


def test_of_several_with_one_key_the_newest_goes_on(cast):
    for word in ("old", "new"):
        put(word, cast.it, unique_key="index")
        run_until_idle()
    assert states() == ["parked", "parked"]
    switch(cast, True)
    run_until_idle()
    assert done == ["new"]


def test_a_parked_one_gives_way_to_one_that_waits_already(cast):
    put("old", cast.it, unique_key="index")
    run_until_idle()
    put("new", cast.it, unique_key="index")
    switch(cast, True)
    run_until_idle()
    assert done == ["new"]


def test_the_module_may_drop_what_nobody_needs_any_more(cast, monkeypatch):
    for word in ("kept", "stale"):
        put(word, cast.it)
    run_until_idle()

    def switched_on(desk_id):
        parking.drop([one for one in parking.parked(MODULE, desk_id) if one.args["word"] == "stale"])

    monkeypatch.setattr(modules.module(MODULE), "switched_on", switched_on)
    switch(cast, True)
    run_until_idle()
    assert done == ["kept"]


def test_the_core_s_jobs_are_nobody_s_to_switch_off(cast):
    write_down.put(word="core", desk_id=cast.it.pk)
    run_until_idle()
    assert done == ["core"]


def test_periodic_work_of_a_module_rests_while_it_is_off_everywhere(cast, monkeypatch):
    monkeypatch.setattr(queue.JobKind, "module", property(lambda kind: MODULE if kind is look_around else ""))
    monkeypatch.setattr(schedule, "_periodic", {look_around.name: schedule.Periodic(look_around, 60)})
    schedule.prepare()
    schedule.put_due()
    assert not Job.objects.filter(name=look_around.name).exists()
    switch(cast, True)
    Schedule.objects.update(next_ms=0)
    schedule.put_due()
    run_until_idle()
    assert done == ["looked"]
