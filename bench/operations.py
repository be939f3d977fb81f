"""What is measured: one thing that a person or a program does, and how its answer is known to be right."""

from __future__ import annotations

import html
import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from bench import workload
from bench.caller import Answer, Caller, WrongAnswer
from bench.furnish import NUMBERS_BEGIN
from bench.served import Installation, subject_of

LIST = "/agent/it/tickets/?view=open"
LEAST_ROWS = 50

Step = Callable[[], Answer]


@dataclass(frozen=True)
class Operation:
    """A named step; ``roots`` are the process trees that pay for it. A cheap one is called ``times`` as often, so that
    the clock of CPU, which ticks a hundred times a second, is fine enough for it."""

    name: str
    step: Step
    roots: list[int]
    times: int = 1


def pages(at: Installation, caller: Caller) -> list[Operation]:
    """The list of open tickets, the page of any ticket, the page of a long one."""
    any_number = _numbers(at, "page")
    long = _cycle(at.facts["long"], "long")

    def long_page() -> Answer:
        number = long()
        index = 10_000_000 + (number - at.facts["long"][0] + 1) * workload.RARE_EVERY
        last = workload.text_of(index, workload.LONG_MESSAGES - 1)
        return _with(caller.get(f"/agent/tickets/{number}/"), workload.subject_of(index), _opening(last))

    def page() -> Answer:
        number = any_number()
        return _with(caller.get(f"/agent/tickets/{number}/"), subject_of(at, number))

    return [
        Operation("list", lambda: _with_rows(caller.get(LIST), LEAST_ROWS), at.roots),
        Operation("page", page, at.roots),
        Operation("long_page", long_page, at.roots),
    ]


def floors(at: Installation, caller: Caller) -> list[Operation]:
    """The same list and the same long page, bare, and a word."""
    long = _cycle(at.facts["long"], "long")
    return [
        Operation("floor_word", lambda: _with(caller.get("/word"), "ok"), at.floor_roots, 20),
        Operation("floor_list", lambda: _with_rows(caller.get("/list"), LEAST_ROWS), at.floor_roots, 10),
        Operation("floor_long_page", lambda: _with(caller.get(f"/ticket/{long()}"), "<article"), at.floor_roots, 10),
    ]


def searches(at: Installation, caller: Caller) -> list[Operation]:
    """A word of a handful of tickets, and one of every tenth."""
    rare = len(range(7, at.facts["tickets"] + 1, workload.RARE_EVERY))

    def search(word: str, rows: int) -> Answer:
        return _with_rows(caller.get(f"/agent/it/tickets/?q={word}"), rows)

    common = min(LEAST_ROWS, at.facts["tickets"] // workload.COMMON_EVERY)
    return [
        Operation("search_rare", lambda: search(workload.RARE, rare), at.roots),
        Operation("search_common", lambda: search(workload.COMMON, common), at.roots),
    ]


def writing(at: Installation, caller: Caller) -> list[Operation]:
    """A new ticket for a requester, and an answer to one; each has its letters sent by the worker."""
    serial, any_number = count(30_000_000), _numbers(at, "reply")

    def create() -> Answer:
        index = next(serial)
        words = {
            "subject": workload.subject_of(index),
            "body": f"<p>{html.escape(workload.text_of(index, 1))}</p>",
            "requester": workload.address_of(index % workload.REQUESTERS),
        }
        return _with(caller.post_json("/api/v1/tickets", words), words["subject"])

    def reply() -> Answer:
        text = workload.text_of(next(serial), 1)
        path = f"/api/v1/tickets/{any_number()}/messages"
        return _with(caller.post_json(path, {"body": f"<p>{html.escape(text)}</p>"}), _opening(text))

    return [Operation("create", create, at.roots), Operation("reply", reply, at.roots)]


def _numbers(at: Installation, salt: str) -> Callable[[], int]:
    chance = random.Random(f"{workload.SEED} {salt}")  # noqa: S311 (the same in every run)
    return lambda: NUMBERS_BEGIN + chance.randrange(at.facts["tickets"])


def _cycle(numbers: list[int], salt: str) -> Callable[[], int]:
    chance = random.Random(f"{workload.SEED} {salt}")  # noqa: S311
    return lambda: chance.choice(numbers)


def _opening(text: str) -> str:
    """The first words of a message, without anything that markup could change."""
    return " ".join(text.split()[:4])


def _with(answer: Answer, *words: str) -> Answer:
    for one in words:
        if one not in answer.text:
            raise WrongAnswer(f"{one!r} is missing in {answer.text[:500]}")
    return answer


def _with_rows(answer: Answer, rows: int) -> Answer:
    found = len(set(_cases(answer.text)))
    if found < rows:
        raise WrongAnswer(f"{found} tickets instead of {rows}: {answer.text[:500]}")
    return answer


def _cases(text: str) -> list[str]:
    return [part[:8] for part in text.split("(case ")[1:]]
