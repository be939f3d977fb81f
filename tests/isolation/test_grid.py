"""The grid itself. Every address names its gate; the gate's word says what each role must meet at it, with an object
of the own desk, of the other desk, and with one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from django.db import transaction

from deskhand.accounts.actions import give_role, make_site_admin, make_token
from deskhand.kernel.actor import SYSTEM
from tests.isolation.answers import Object
from tests.isolation.asking import Asker
from tests.isolation.bodies import body_of, query_of
from tests.isolation.faults import Faults
from tests.isolation.roles import ROLES, Role
from tests.isolation.routes import API_WORDS, WORDS, Route, operations, pages
from tests.isolation.world import COMMON, World

pytestmark = pytest.mark.django_db
ABSENT_NUMBER = 99_999_999
WALLED = (
    "colleagues",
    "teams",
    "canned-replies",
    "statuses",
    "services",
    "locations",
    "mailboxes",
    "templates",
    "announcements",
    "entries",
    "activities",
    "letters",
    "messages",
    "sent",
    "received-letters",
    "sent-letters",
    "arrived",
    "people",
    "records",
    "organizations",
    "import",
    "imports",
    "merges",
    "invitations",
    "webhooks",
    "webhook-log",
    "calendars",
    "fields",
    "field-choices",
    "request-forms",
    "question-sets",
    "ticket-templates",
    "checklists",
    "recurring",
    "plans",
    "runs",
    "policies",
    "simulations",
    "agreements",
    "contract-documents",
    "waivers",
    "reviews",
    "articles",
    "homes",
    "shelves",
    "article-files",
    "article-flags",
    "article-imports",
    "categories",
    "article-templates",
    "gaps",
    "mending",
    "approval-policies",
    "items",
    "catalog-shelves",
    "item-categories",
    "journeys",
    "blueprints",
    "journey-parts",
    "case-classes",
    "classes",
)
"""Rows that belong to a desk: under another desk's address they are not there."""


def test_every_address_names_its_gate():
    gateless = [f"/{route.path} ({route.name})" for route in pages() if route.gate is None]
    unknown = [f"/{one.path}: {one.gate.word}" for one in pages() if one.gate and not WORDS.fullmatch(one.gate.word)]
    unknown += [
        f"/{one.path}: {one.gate.word}" for one in operations() if one.gate and not API_WORDS.fullmatch(one.gate.word)
    ]
    assert not gateless, f"put deskhand.web.gates.gate before it: {gateless}"
    assert not unknown, f"a gate that nobody knows: {unknown}"


def test_every_address_has_a_sample(world: World):
    lacking = []
    for route in (*pages(), *operations()):
        try:
            list(_addresses(world, route))
        except KeyError as name:
            lacking.append(f"/{route.path}: {name}")
    assert not lacking, f"give tests.isolation.world a sample: {lacking}"


EVERY_TIME = ("", "mara", "jana", "dora", "henry")
"""Those before whom every run stands: nobody, who asks, who serves and who administers the desk, who serves the other.
The others are asked with the longer proofs."""


def _each(roles: Iterable[Role]) -> pytest.MarkDecorator:
    marks = {role: () if role.person in EVERY_TIME else (pytest.mark.long,) for role in roles}
    return pytest.mark.parametrize("role", [pytest.param(one, id=one.name, marks=marks[one]) for one in marks])


each_role = _each(ROLES)
each_person = _each(role for role in ROLES if role.person)


@pytest.mark.postgres
@each_role
def test_what_is_read(world: World, role: Role):
    asker, faults = Asker(world, role), Faults(world, role)
    for route in pages():
        for what, address in _addresses(world, route):
            faults.judge(route, what, "GET", asker.page("GET", address), address)
            if not route.parameters or route.parameters == ["desk"]:
                faults.judge(route, what, "GET", asker.page("GET", f"{address}?q={COMMON}"), address)
        faults.compare(route, "GET")
    assert not faults.found, "\n".join(faults.found[:40])


@each_role
def test_what_is_sent(world: World, role: Role):
    asker, faults = Asker(world, role), Faults(world, role)
    for route in pages():
        if route.name in ("account_logout",):
            continue
        for what, address in _addresses(world, route):
            faults.judge(route, what, "POST", asker.page("POST", address), address)
        faults.compare(route, "POST")
    assert not faults.found, "\n".join(faults.found[:40])


@pytest.mark.postgres
@each_role
def test_what_scripts_read(world: World, role: Role):
    asker, faults = Asker(world, role), Faults(world, role)
    for route in operations():
        if route.methods == ("GET",):
            _ask_operation(world, route, asker, faults)
    assert not faults.found, "\n".join(faults.found[:40])


@each_role
def test_what_scripts_send(world: World, role: Role):
    asker, faults = Asker(world, role), Faults(world, role)
    for route in operations():
        if route.methods != ("GET",):
            _ask_operation(world, route, asker, faults)
    assert not faults.found, "\n".join(faults.found[:40])


@each_person
def test_a_reading_token_changes_nothing(world: World, role: Role):
    asker, found = Asker(world, role), []
    for route in operations():
        if route.methods == ("GET",):
            continue
        for _what, address in _addresses(world, route):
            answer = asker.operation(route.methods[0], address, *body_of(route.operation), scope="read")
            if answer.status != 403 or answer.writes:  # Of a desk that is not there, too: it looks like any other.
                found.append(f"{route} {address}: {answer.status} {answer.writes[:1]}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("person", ["dora", "sid"])
def test_a_writing_token_does_nothing_that_asks_for_a_proof(world: World, person: str):
    asker, found = Asker(world, next(role for role in ROLES if role.person == person)), []
    for route in (one for one in operations() if one.gate is not None and one.gate.fresh):
        for _what, address in _addresses(world, route):
            answer = asker.operation(route.methods[0], address, *body_of(route.operation), scope="write")
            if answer.status != 403 or answer.writes:
                found.append(f"{route} {address}: {answer.status} {answer.writes[:1]}")
    assert not found, "\n".join(found)


def test_a_token_that_names_one_desk_is_worth_nothing_on_the_other(world: World):
    """Jana administers the other desk, too, and is a site administrator; with this token she is an agent of one."""
    cast, role = world.cast, next(role for role in ROLES if role.person == "jana")
    with transaction.atomic():
        give_role(actor=SYSTEM, desk=cast.hr, person=cast.people["jana"], role="admin")
        make_site_admin(actor=SYSTEM, person=cast.people["jana"])
        _row, token = make_token(actor=SYSTEM, person=cast.people["jana"], scope="full", desks=[cast.it])
        narrowed = replace(world, tokens={("jana", "full"): token})
        asker, faults = Asker(narrowed, role), Faults(narrowed, role)
        for route in operations():
            _ask_operation(narrowed, route, asker, faults)
        transaction.set_rollback(True)
    assert not faults.found, "\n".join(faults.found[:40])


@pytest.mark.postgres
@each_role
def test_the_link_of_a_letter_opens_the_public_side_of_one_ticket(world: World, role: Role):
    answer = Asker(world, role).page("GET", world.link)
    public = {word for word, readers in world.secrets.items() if "mara" in readers and "it:agent" in readers}
    assert answer.status == 200
    assert not answer.writes
    assert any(word in answer.text for word in public)
    hidden = [word for word, readers in world.secrets.items() if "mara" not in readers]
    assert not [word for word in hidden if word in answer.text]


def _ask_operation(world: World, route: Route, asker: Asker, faults: Faults) -> None:
    method = route.methods[0]
    for what, address in _addresses(world, route):
        query = f"q={COMMON}" if route.operation in ("list_tickets", "search") else query_of(route.operation)
        asked = f"{address}?{query}" if query else address
        faults.judge(route, what, method, asker.operation(method, asked, *body_of(route.operation)), address)
    faults.compare(route, method)


def _addresses(world: World, route: Route) -> Iterator[tuple[Object, str]]:
    """The address with each object that it can name."""
    if not route.parameters:
        yield Object("", None), route.filled({})
        return
    for what in _objects(world, route):
        yield what, route.filled(_values(world, what))
    if "desk" in route.parameters and any(f"/{name}/<" in f"/{route.path}" for name in WALLED):
        for other in (Object("hr", world.samples["hr"]), Object("it", None)):
            yield Object("it", None), route.filled(_values(world, other) | {"desk": "it"})


def _objects(world: World, route: Route) -> Iterator[Object]:
    is_of_files = route.gate is not None and route.gate.sample in ("file", "attachment")
    for key, sample in world.samples.items():
        yield Object(key, sample)
        if is_of_files:
            yield Object(key, sample, is_note=True)
    yield Object("nil", None)


def _values(world: World, what: Object) -> dict[str, object]:
    values: dict[str, object] = {"desk": what.desk, "name": "status", "verb": "spam", "side": "next"}
    values |= {"kind": "reply", "language": "en", "label": "announcements", "word": "aurora"}
    values |= {
        "code": "de",
        "figure": "uses",
        "token": "bogus",
        "rest": "nothing",
        "letter": 1,
        "receipt": "bogus",
        "undo_id": 1,
        "version": 1,
    }
    values |= {"uidb36": "1", "filename": "a.txt", "slug": "status", "role": "agent", "page": "list", "act": "sessions"}
    values["version"] = 1
    numbered = world.samples["it"].by_segment
    for segment, pk in (what.sample.by_segment if what.sample else dict.fromkeys(numbered, ABSENT_NUMBER)).items():
        values |= {f"{segment}/{name}": pk for name in ("pk", "id", "person")}
    values["followers/person"] = values["people/pk"]
    values["known/pk"] = values["announcements/pk"]
    values |= {"setting": "ops-permissions", "site_setting": "ops-desks", "mark": "bogus"}
    values["number"] = what.sample.ticket.number if what.sample else ABSENT_NUMBER
    file = (what.sample.note_file if what.is_note else what.sample.public_file) if what.sample else None
    values["attachments/id"] = values["files/key"] = file.key if file else "nothere"
    values |= {"desks/key": what.desk, "<uidb36>-/key": "bogus", "background-work/pk": ABSENT_NUMBER, "tokens/pk": 1}
    values["tokens/id"] = ABSENT_NUMBER
    values |= {"factors/pk": 1, "sessions/pk": 1, "delivery": ABSENT_NUMBER, "hand_over": 1, "address": ABSENT_NUMBER}
    values["site-administrators/pk"] = ABSENT_NUMBER
    return values
