"""Holding an answer against what the gate promises."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.isolation.answers import Object, Promise, promised
from tests.isolation.asking import Answer
from tests.isolation.roles import Role
from tests.isolation.routes import Route
from tests.isolation.world import SECRET, World

BY_SAMPLE = {"file": "own_upload", "announcement": "staff_thing", "entry": "staff_thing"}
"""What is an object of one kind is narrower than the word of its gate; the sample is known."""
WRONG_METHOD = 405
TOKENS = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"|&#34;X-CSRFToken&#34;: ?&#34;[^&]*&#34;'
    r"|csrf-token\" content=\"[^\"]*\""
)
"""Tokens against forgery, which differ between any two pages."""
REQUEST_ID = re.compile(r"[0-9a-f](?<!\w.)[0-9a-f]{15}\b")
"""A word of sixteen digits. A pattern that begins with a digit skips what is none, as one with a boundary cannot."""

WHO_ASKS = re.compile(r"/journeys/(asked/|journey-parts/)")
"""Where a desk is asked to take part in a journey: whoever asks makes themselves known to its administrators."""


def settled(text: str) -> str:
    """A page without what differs whenever it is asked for."""
    return REQUEST_ID.sub("", TOKENS.sub("", text))


@dataclass
class Faults:
    """What did not keep its promise to one role, in words."""

    world: World
    role: Role
    found: list[str] = field(default_factory=list)
    _absent: dict[str, str] = field(default_factory=dict)
    _hidden: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._hidden = self.world.hidden_from(self.role)
        assert all(SECRET in word for word in self._hidden)

    def judge(self, route: Route, what: Object, method: str, answer: Answer, address: str) -> None:
        """Hold one answer against the gate's promise."""
        word = route.gate.word if route.gate else "none"
        if route.gate is not None:
            word = BY_SAMPLE.get(route.gate.sample, word)
        promise = promised(word, self.role, what, method, is_operation=bool(route.operation))
        wrong = [
            *self._told(answer, address),
            *_of_every_answer(answer, method),
            *_broken(promise, answer, method, word),
        ]
        self.found += [f"{method} {address} ({word}): {one}, but {self.role.name} {promise}" for one in wrong]
        if promise is Promise.IS_ABSENT and answer.status != WRONG_METHOD:
            self._absent[address] = answer.text.replace(address, "#")

    def compare(self, route: Route, method: str) -> None:
        """What somebody may not know of looks like what does not exist."""
        if len(self._absent) > 1 and len({settled(text) for text in self._absent.values()}) > 1:
            self.found.append(f"{method} /{route.path}: absent and forbidden differ: {sorted(self._absent)}")
        self._absent = {}

    def _told(self, answer: Answer, address: str) -> list[str]:
        text = f"{answer.text} {answer.location}"
        if SECRET not in text:  # Most answers: nobody need look for each of two hundred words.
            return []
        known = self.world.cast.hr.name if WHO_ASKS.search(address) else ""
        return [f"it tells {word}" for word in self._hidden if word in text and word not in known]


def _of_every_answer(answer: Answer, method: str) -> list[str]:
    wrong = [f"it breaks with {answer.status}"] if answer.status >= 500 else []
    if method == "GET" and answer.writes:
        wrong.append(f"a GET writes {answer.writes[0]}")
    return wrong


def _broken(promise: Promise, answer: Answer, method: str, word: str) -> list[str]:
    status = answer.status
    to_sign_in = status == 401 or (status in (302, 303) and "/sign-in/" in answer.location)
    if status == WRONG_METHOD or promise is Promise.ANY:
        return []
    wrong = False
    if promise is Promise.SIGNS_IN:
        wrong = not to_sign_in and not (status == 404 and word == "own_upload")
    elif promise is Promise.IS_ABSENT:
        wrong = status != 404 or bool(answer.writes)
    elif promise is Promise.IS_REFUSED:
        told_what_is_wrong = method != "GET" and word in ("served_ticket", "visible_ticket", "staff_thing")
        wrong = bool(answer.writes) or not (
            status == 403 or (told_what_is_wrong and status in (302, 400, 404, 409, 422))
        )
    elif promise is Promise.PASSES:
        wrong = to_sign_in or status == 403 or (status == 404 and method == "GET")
    return [f"it answers {status}{' and writes ' + answer.writes[0] if answer.writes else ''}"] if wrong else []
