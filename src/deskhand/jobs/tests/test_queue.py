"""Jobs are done once, surely, in order, and a failure is seen."""

import pytest
import structlog
from django.db import OperationalError, connection, transaction

from deskhand.jobs import actions, claims, queue, running, schedule, worker
from deskhand.jobs.models import Job, Schedule
from deskhand.jobs.worker import run_until_idle
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import SwitchVersion

done: list[str] = []
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


@queue.job()
def write_down(word: str) -> None:
    done.append(word)


@queue.job(attempts=3, back_off=lambda _attempt: 0.0)
def always_fails() -> None:
    SwitchVersion.objects.update_or_create(pk=7, defaults={"version": 1})
    raise ValueError("the printer is on fire")


@queue.job(outside=True)
def work_outside(word: str) -> queue.Finish:
    assert not Job.objects.filter(state="done").exists()
    return lambda: done.append(word)


@queue.job(queue="hasty", lease_seconds=7)
def cannot_wait() -> None:
    done.append("at once")


@queue.job(outside=True)
def not_now() -> None:
    raise running.TryLater(3600, "the server is busy")


def state_of(job_id: int | None) -> str:
    assert job_id is not None
    return str(Job.objects.values_list("state", flat=True).get(pk=job_id))


def expire_leases() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE jobs_job SET lease_ms = 1 WHERE state = 'running'")


def test_a_job_that_was_put_is_done():
    put = write_down.put(word="one")
    assert run_until_idle() == 1
    assert (done, state_of(put)) == (["one"], "done")


def test_a_job_of_a_transaction_that_failed_was_never_put():
    with transaction.atomic():
        write_down.put(word="ghost")
        transaction.set_rollback(True)
    assert run_until_idle() == 0


def test_one_that_waits_is_not_put_twice():
    assert write_down.put(word="one", unique_key="k") is not None
    assert write_down.put(word="two", unique_key="k") is None
    run_until_idle()
    assert done == ["one"]
    assert write_down.put(word="three", unique_key="k") is not None


def test_a_job_that_always_fails_is_tried_three_times_and_then_kept_with_its_error():
    always_fails.put()
    run_until_idle()
    job = Job.objects.get(name=always_fails.name)
    assert (job.state, job.attempts) == ("dead", 3)
    assert "the printer is on fire" in job.error
    assert not SwitchVersion.objects.filter(pk=7).exists(), "the effect of a failed try is undone"


def test_an_administrator_can_have_a_dead_job_tried_again():
    always_fails.put()
    run_until_idle()
    dead = Job.objects.get(state="dead")
    assert actions.try_again(actor=SYSTEM, job_id=dead.pk).state == "ready"


def test_work_outside_writes_its_effect_with_the_acknowledgement():
    put = work_outside.put(word="sent")
    run_until_idle()
    assert (done, state_of(put)) == (["sent"], "done")


def test_a_job_that_asks_for_later_waits_and_is_not_a_fault():
    put = not_now.put()
    run_until_idle()
    assert state_of(put) == "ready"


def test_the_job_of_a_dead_worker_is_done_by_another():
    put = write_down.put(word="one")
    assert claims.claim("dead-worker", "default") is not None
    assert run_until_idle() == 0, "its lease still runs"
    expire_leases()
    assert claims.take_back_expired() == 1
    run_until_idle()
    assert (done, state_of(put)) == (["one"], "done")


def test_a_worker_that_lost_its_lease_writes_nothing():
    write_down.put(word="one")
    claimed = claims.claim("slow-worker", "default")
    assert claimed is not None
    expire_leases()
    claims.take_back_expired()
    second = claims.claim("quick-worker", "default")
    assert second is not None
    running.run(second)
    assert done == ["one"]
    running.run(claimed)
    assert Job.objects.get(pk=claimed.id).worker == "quick-worker"


def test_jobs_of_one_ticket_run_in_order_and_one_at_a_time():
    for word in ("first", "second"):
        write_down.put(word=word, ordering_key="ticket:1")
    write_down.put(word="other", ordering_key="ticket:2")
    first = claims.claim("a", "default")
    other = claims.claim("b", "default")
    assert first is not None and other is not None
    assert (first.args["word"], other.args["word"]) == ("first", "other")
    assert claims.claim("c", "default") is None, "the second waits for the first"
    running.run(first)
    second = claims.claim("c", "default")
    assert second is not None and second.args["word"] == "second"


def test_a_dead_job_does_not_hold_up_its_ticket():
    always_fails.put(ordering_key="ticket:1")
    write_down.put(word="after", ordering_key="ticket:1")
    run_until_idle()
    assert done == ["after"]


def test_periodic_work_is_put_once_for_each_instant():
    schedule.prepare()
    count = Schedule.objects.count()
    assert schedule.put_due() == count > 0
    assert schedule.put_due() == 0


def test_where_nothing_may_wait_a_dead_workers_job_is_taken_back_soon(monkeypatch):
    put = cannot_wait.put()
    leases: list[int] = []
    claim = claims.claim

    def noting(worker: str, queue: str, lease_seconds: int) -> claims.Claimed | None:
        leases.append(lease_seconds)
        return claim(worker, queue, lease_seconds)

    monkeypatch.setattr(claims, "claim", noting)
    running.run_next("me", "hasty")
    running.run_next("me", "default")
    assert leases == [7, 60] and done == ["at once"] and state_of(put) == "done"


@pytest.fixture
def connection_stays(monkeypatch):
    """The worker's lanes have connections of their own; here it is the one in whose transaction the test runs."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)


@pytest.mark.usefixtures("connection_stays")
def test_a_lane_goes_on_after_a_fault_that_nobody_foresaw(monkeypatch):
    def broken(_worker: str, _queue: str) -> bool:
        raise TypeError("a fault")

    monkeypatch.setattr(worker, "run_next", broken)
    one = worker.Worker("me")
    one.stop()
    with structlog.testing.capture_logs() as logs:
        assert one._one("default") is False
    assert [line["event"] for line in logs] == ["worker.fault"]


@pytest.mark.usefixtures("connection_stays")
def test_a_worker_that_begins_while_the_database_is_away_waits_for_it(monkeypatch):
    tries = []

    def prepare() -> None:
        tries.append(len(tries))
        if len(tries) < 3:
            raise OperationalError("the database is starting up")

    monkeypatch.setattr(schedule, "prepare", prepare)
    one = worker.Worker("me")
    monkeypatch.setattr(one._stopping, "wait", lambda _seconds: False)
    one._prepare()
    assert tries == [0, 1, 2]
