"""What somebody may not know of is answered in every respect like what does not exist: by lookups, by the API, and
about a ticket before and after it moves to another desk. The addresses are those of the program: a new one is asked
by itself."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.urls import resolve

from deskhand.accounts.actions import give_role
from deskhand.kernel.actor import SYSTEM
from deskhand.tickets import actions, choosing
from tests.isolation.answers import Object
from tests.isolation.asking import Answer, Asker
from tests.isolation.bodies import body_of, document
from tests.isolation.faults import settled
from tests.isolation.roles import ROLES, Role
from tests.isolation.routes import Route, operations, pages
from tests.isolation.test_grid import ABSENT_NUMBER, _values
from tests.isolation.world import World

pytestmark = pytest.mark.django_db
NOBODYS = "canaryofnobodyqx"
"""A word that stands nowhere."""
READ_FROM_ADDRESS = re.compile(r'GET(?:\.get|\.getlist)?[\[(]"(\w+)"')
MOMENT = re.compile(r"<time.*?</time>", re.DOTALL)
ROLE = {role.person: role for role in ROLES}
STRANGERS_TO_HR = [ROLE[name] for name in ("mara", "dora")]
"""People who know nothing of the other desk: one who asks for help and one who administers the own desk."""
PRESENTATION = {"page", "sort", "column", "days", "theme", "next", "show", "state", "only", "at", "pictures"}
"""Words of an address that choose how something is shown, and name nothing that could be there."""


TURNS = 2
"""So often a page is asked that answers otherwise each time."""


class Pair(NamedTuple):
    """What is there but not theirs, and what is not there."""

    hidden: str
    absent: str


class Told(NamedTuple):
    """All that an answer tells, without the words that were asked."""

    status: int
    text: str
    location: str


def told(asker: Asker, route: Route, address: str, words: tuple[str, ...]) -> Told:
    """Ask with the method that the route answers; the words that were asked are taken out of the answer."""
    method = route.methods[0]
    ask = asker.operation if route.operation else asker.page
    body = body_of(route.operation) if route.operation and method != "GET" else ()
    answer = ask(method, address, *body)
    assert answer.status < 500, f"{method} {address}: {answer.status}"
    asked = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])")
    parts = (MOMENT.sub("", settled(one)).replace("%3D", "=") for one in (answer.text, answer.location))
    plain = (asked.sub("#", part) if any(word in part for word in words) else part for part in parts)
    return Told(answer.status, *plain)


def differing(asker: Asker, route: Route, address: str, pair: Pair) -> str:
    """In which way two answers differ, if they do; ``{}`` in the address stands for what is asked. What differs only
    because time went on in between (a minute that began, an age in words) is asked again."""
    for _turn in range(TURNS):
        hidden, absent = (told(asker, route, address.replace("{}", one), pair) for one in pair)
        if hidden == absent:
            return ""
        if told(asker, route, address.replace("{}", pair.hidden), pair) == hidden:
            break
    else:
        if hidden.status == absent.status:
            return ""  # A page that is another each time it is asked.
    asked = address.replace("{}", pair.hidden)
    return f"{route.methods[0]} {asked}: {hidden.status}, but for nothing {absent.status}"


def pairs(world: World, desk: str, word: str) -> list[Pair]:
    """What of a desk may be asked by a word of the address: a search by its ticket's subject and number, by some words
    the desk, by all others the number."""
    ticket = world.samples[desk].ticket
    if word in ("desk", "to"):
        return [Pair(desk, "nil")]
    by_number = Pair(str(ticket.number), str(ABSENT_NUMBER))
    return [Pair(ticket.subject.split()[-1], NOBODYS), by_number] if word == "q" else [by_number]


@functools.cache
def words_read(module: Any) -> tuple[str, ...]:
    """What the views of a file read after the question mark, and may look something up by."""
    source = inspect.getsource(module)
    names = dict.fromkeys(["q", *READ_FROM_ADDRESS.findall(source)]) if "request.GET" in source else ()
    return tuple(name for name in names if name not in PRESENTATION)


def lookups(world: World) -> Iterator[tuple[Route, str]]:
    """Every page and operation that is asked about one's own desk or none, with each word that it could look up by."""
    values = _values(world, Object("it", world.samples["it"]))
    for route in pages():
        if not set(route.parameters) <= {"desk", "name"}:
            continue
        for name in (*choosing.CHOICES, *choosing._OFFERS) if "name" in route.parameters else ("",):
            address = route.filled({**values, "name": name})
            module = inspect.getmodule(inspect.unwrap(resolve(address).func))
            yield from ((route, f"{address}?{word}={{}}") for word in words_read(module))
    for route in operations():
        if route.methods == ("GET",) and set(route.parameters) <= {"desk", "key"}:
            asked = [one["name"] for one in _parameters(route) if one["in"] == "query"]
            yield from ((route, f"{route.filled(values)}?{word}={{}}") for word in asked if word not in PRESENTATION)


def _parameters(route: Route) -> list[dict[str, Any]]:
    for path in document()["paths"].values():
        for one in path.values():
            if isinstance(one, dict) and one.get("operationId") == route.operation:
                found: list[dict[str, Any]] = one.get("parameters", [])
                return found
    raise LookupError(route.operation)


@pytest.mark.parametrize("role", STRANGERS_TO_HR, ids=lambda role: role.name)
def test_a_lookup_finds_what_is_hidden_as_little_as_what_is_not_there(world: World, role: Role):
    asker, wrong = Asker(world, role), []
    for route, address in lookups(world):
        word = address.rpartition("?")[2].removesuffix("={}")
        wrong += filter(None, (differing(asker, route, address, pair) for pair in pairs(world, "hr", word)))
    assert not wrong, "\n".join(wrong[:40])


def test_every_picker_and_every_search_is_among_the_lookups(world: World):
    asked = {(route.name, address.rpartition("?")[2]) for route, address in lookups(world)}
    wanted = {"completions", "options", "people_search", "people_options", "palette", "list"}
    assert {(f"tickets:{name}", "q={}") for name in wanted} <= asked
    assert {("api:search", "q={}"), ("api:list_people", "q={}"), ("tickets:palette", "ticket={}")} <= asked


@pytest.mark.parametrize("role", STRANGERS_TO_HR, ids=lambda role: role.name)
def test_a_thing_of_the_other_desk_is_answered_like_none(world: World, role: Role):
    """What the address itself names: read, it is open to everybody or not there; written, it is not there."""
    asker, wrong = Asker(world, role), []
    hidden, absent = Object("hr", world.samples["hr"]), Object("nil", None)
    for route in (*pages(), *operations()):
        if not route.parameters or route.name in ("portal:write", "tickets:undo"):
            continue
        addresses = [route.filled(_values(world, what)) for what in (hidden, absent)]
        if addresses[0] == addresses[1]:
            continue
        there, nothing = (told(asker, route, address, tuple(addresses)) for address in addresses)
        is_open = there.status == 200 and route.methods[0] == "GET"
        if there != nothing and not is_open and differing(asker, route, "{}", Pair(*addresses)):
            wrong.append(f"{route.methods[0]} {addresses[0]}: {there.status}, but for nothing {nothing.status}")
    assert not wrong, "\n".join(wrong[:40])


class Clockwork(Asker):
    """Answers of a page that tells the minute, which goes on before the second question."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)

    def page(self, method: str, address: str) -> Answer:
        return Answer(200, self.answers.pop(0).replace("#", address))


def test_a_minute_that_begins_between_two_questions_tells_nothing():
    route = Route("a/<number>/", "a", None)
    pair = Pair("/a/7/", "/a/8/")
    same = Clockwork("10:59", "11:00", "11:00", "11:00", "11:00")
    assert differing(same, route, "{}", pair) == ""
    telling = Clockwork("10:59 Case", "11:00", "11:00 Case", "11:00 Case", "11:00", "11:00 Case")
    assert differing(telling, route, "{}", pair) != ""


@pytest.fixture
def moved(world: World) -> Iterator[Any]:
    """Somebody who serves both desks moves the ticket from the one to the other. Undone afterwards."""
    ticket = world.samples["it"].ticket
    with transaction.atomic():
        give_role(actor=SYSTEM, desk=world.cast.hr, person=world.cast.people["lena"], role="agent")
        actions.assign(actor=world.cast.actor("lena"), ticket=ticket, to=world.cast.people["jana"])
        world.cast.work()

        def move() -> None:
            planned = world.samples["it"].by_segment["held"]
            actions.take_back(actor=world.cast.actor("jana"), ticket=ticket, held=planned, keep=False)
            actions.move(actor=world.cast.actor("lena"), ticket=ticket, to=world.cast.hr)
            world.cast.work()

        yield move
        transaction.set_rollback(True)
    ticket.refresh_from_db()


def about_the_ticket(world: World) -> Iterator[tuple[Route, str, Pair]]:
    """Every way to read a ticket: addresses of it and its files, and lists, searches and counts that could have it."""
    sample = world.samples["it"]
    values = _values(world, Object("it", sample))
    number = Pair(str(sample.ticket.number), str(ABSENT_NUMBER))
    for route in (*pages(), *operations()):
        if "GET" not in route.methods:
            continue
        if route.names_a_desks_ticket:
            for file in _files(sample) if {"key", "id"} & set(route.parameters) else (number.hidden,):
                key = "files/key" if "key" in route.parameters else "attachments/id"
                address = route.filled({**values, "number": "{}", key: "{}", "name": "a.txt"})
                yield route, address, Pair(file, "nothere") if file != number.hidden else number
    for route, address in lookups(world):
        word = address.rpartition("?")[2].removesuffix("={}")
        if word not in ("desk", "to"):
            yield from ((route, address, pair) for pair in pairs(world, "it", word))


def _files(sample: Any) -> tuple[str, ...]:
    return (str(sample.public_file.key), str(sample.note_file.key))


def shown(asker: Asker, world: World, desk: str, *, only: Collection[str] = ()) -> dict[str, bool]:
    """At which addresses (``only`` those of these names, if any) somebody of a desk is told something else of the
    ticket than of none."""
    return {
        f"{route.name} {address.rpartition('?')[2]} {pair.hidden}": bool(
            differing(asker, route, address.replace("/it/", f"/{desk}/"), pair)
        )
        for route, address, pair in about_the_ticket(world)
        if not only or route.name in only
    }


def listed(asker: Asker, world: World, desk: str) -> set[str]:
    """Pages and operations without an object in their address whose answer has the ticket's subject."""
    values = _values(world, Object(desk, world.samples["it"]))
    word = world.samples["it"].ticket.subject.split()[-1]
    found = set()
    for route in (*pages(), *operations()):
        if "GET" in route.methods and set(route.parameters) <= {"desk"}:
            ask = asker.operation if route.operation else asker.page
            found |= {route.name} if word in ask("GET", route.filled(values)).text else set()
    return found


LISTED_FOR_STAFF = {"tickets:list", "api:list_tickets", "notify:list", "api:list_notifications"}
READ_BY_STAFF = {
    "tickets:ticket",
    "tickets:thread",
    "tickets:beside",
    "tickets:live",
    "tickets:list",
    "tickets:palette",
    "files:file",
    "api:get_ticket",
    "api:list_tickets",
    "api:list_messages",
    "api:list_events",
    "api:list_followers",
    "api:download_attachment",
    "api:search",
}
"""Where an agent of the ticket's desk is told of it."""


@pytest.mark.long
def test_a_moved_ticket_is_nowhere_for_the_old_desk_and_everywhere_for_the_new_one(world: World, moved):
    old, new = Asker(world, ROLE["jana"]), Asker(world, ROLE["henry"])
    before = shown(old, world, "it", only=READ_BY_STAFF)
    assert listed(old, world, "it") >= LISTED_FOR_STAFF
    missing = READ_BY_STAFF - {name.split()[0] for name, is_shown in before.items() if is_shown}
    assert not missing, f"the old desk's agent is not shown the ticket at {missing}"
    assert not [name for name, is_shown in shown(new, world, "hr").items() if is_shown]
    assert listed(new, world, "hr") == set()
    moved()
    assert not [name for name, is_shown in shown(old, world, "it").items() if is_shown]
    assert listed(old, world, "it") == set()
    after = {name.split()[0] for name, is_shown in shown(new, world, "hr", only=READ_BY_STAFF).items() if is_shown}
    assert listed(new, world, "hr") >= {"tickets:list", "api:list_tickets"}
    assert after >= READ_BY_STAFF, f"the new desk's agent is not shown the ticket at {READ_BY_STAFF - after}"
