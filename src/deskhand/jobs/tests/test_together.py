"""Jobs of a kind that are run together: each stands and falls by itself."""

import itertools

import pytest
from django.db import OperationalError, transaction

from deskhand.jobs import queue, running, together
from deskhand.jobs.models import Job
from deskhand.jobs.queue import job
from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import sharing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def batches(monkeypatch):
    """Sizes of what was run together."""
    whole, found = together.run, []

    def counted(many):
        found.append(len(many))
        whole(many)

    monkeypatch.setattr(together, "run", counted)
    return found


@pytest.fixture
def done(monkeypatch):
    monkeypatch.setattr(queue, "_kinds", dict(queue._kinds))
    return []


def kind(done, *, at_work=None, at_end=None):
    """A kind of job that fails where it is told to."""

    def work(number):
        if at_work is not None:
            at_work(number)

        def end():
            if at_end is not None:
                at_end(number)
            done.append(number)

        return end

    return job(outside=True, together=3, attempts=2, back_off=lambda _attempt: 0)(work)


def test_what_waits_is_taken_in_order_and_in_batches(batches, done):
    made = kind(done)
    for number in range(7):
        made.put(number=number)
    run_until_idle()
    assert done == list(range(7))
    assert batches == [3, 3]
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


@pytest.mark.parametrize("where", ["at_work", "at_end"])
def test_one_that_fails_undoes_only_itself_and_is_tried_again_alone(batches, done, where):
    def fail(number):
        if number == 1:
            raise ValueError("one")

    made = kind(done, **{where: fail})
    for number in range(3):
        made.put(number=number)
    run_until_idle()
    assert done == [0, 2]
    assert batches == [3]
    bad = Job.objects.get(state="dead")
    assert (bad.args, bad.attempts) == ({"number": 1}, 2)


def test_a_database_that_goes_away_leaves_them_all_to_be_tried_again(batches, done):
    faults = [OperationalError("away")]

    def fail(number):
        if number == 2 and faults:
            raise faults.pop()

    made = kind(done, at_end=fail)
    for number in range(3):
        made.put(number=number)
    run_until_idle()
    assert sorted(done[-3:]) == [0, 1, 2]
    assert batches == [3]
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


def test_one_whose_worker_died_runs_alone(batches, done):
    made = kind(done)
    for number in range(3):
        made.put(number=number)
    Job.objects.filter(args__number=0).update(attempts=1)
    assert running.run_next("me", "default")
    assert (done, batches) == ([0], [])


def test_long_ends_are_committed_in_parts(done, monkeypatch):
    instants = itertools.count()
    monkeypatch.setattr(together, "WORK_SECONDS", 1_000.0)
    monkeypatch.setattr(together, "monotonic", lambda: next(instants) * together.LONGEST_SECONDS * 0.6)
    parts = []
    made = kind(done, at_end=lambda _number: transaction.on_commit(lambda: parts.append(list(done))))
    for number in range(3):
        made.put(number=number)
    run_until_idle()
    assert parts[0] == [0]
    assert parts[-1] == [0, 1, 2]


def test_what_takes_long_is_ended_before_the_next_is_begun(done, monkeypatch):
    monkeypatch.setattr(together, "monotonic", itertools.count().__next__)
    monkeypatch.setattr(together, "WORK_SECONDS", 1.5)
    monkeypatch.setattr(together, "LONGEST_SECONDS", 50.0)
    begun = []
    made = kind(done, at_work=lambda number: begun.append((number, list(done))))
    for number in range(3):
        made.put(number=number)
    run_until_idle()
    assert begun == [(0, []), (1, [0]), (2, [0, 1])]


def test_answers_are_shared_within_a_batch_and_nowhere_else():
    asked = []

    def answer():
        asked.append(1)
        return len(asked)

    assert [sharing.once("a", answer), sharing.once("a", answer)] == [1, 2]
    with sharing.shared():
        assert [sharing.once("a", answer), sharing.once("a", answer), sharing.once("b", answer)] == [3, 3, 4]
    assert sharing.once("a", answer) == 5
