"""No word, number or count of an article ever reaches somebody who may not read it, on any page or route that there is:
the addresses are read from the program, so one that comes later is asked by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from deskhand.kernel import clock
from deskhand.kernel.models import Event
from deskhand.mail.models import OutboundMail
from deskhand.modules.knowledge.models import Article, Translation
from deskhand.modules.knowledge.tests.canaries import COMMON, READERS, Aviary, Canary, make_aviary
from tests.isolation.faults import settled
from tests.isolation.routes import Route, operations, pages

pytestmark = [pytest.mark.django_db, pytest.mark.postgres, pytest.mark.timeout(600)]

CORE = ("home", "write", "requests", "request", "search", "palette", "ticket", "list", "new", "overview", "solved")
"""Pages outside the module on which it shows something: the last part of their names."""

STAMP = re.compile(r'name="stamp" value="[^"]*"|(?<=data-ago>)[^<]*')
"""What differs between any two forms for a request, and how long ago something was."""

READ = ("knowledge:help_article", "knowledge:article", "knowledge:widget_article", "read_article")
"""Where each of them is asked for; elsewhere two stand for all."""

SEARCHES = ("/help/", "/help/it/", "/agent/it/knowledge/", "/help/it/widget/search/", "/requests/")
"""Where one looks for words."""


def _each(*often: str) -> pytest.MarkDecorator:
    """For every reader: for these in every run, for the others with the longer proofs."""
    marks = {one: () if one in often else (pytest.mark.long,) for one in READERS}
    return pytest.mark.parametrize(
        "reader", [pytest.param(one, id=one or "stranger", marks=marks[one]) for one in READERS]
    )


@pytest.fixture(scope="module")
def aviary(django_db_setup: None, django_db_blocker: Any) -> Iterator[Aviary]:
    """All canaries, seeded once, gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_aviary()
        transaction.set_rollback(True)


class Eyes:
    """One reader with a browser and a token, and what they were told that they should not know."""

    def __init__(self, aviary: Aviary, reader: str) -> None:
        self.aviary, self.found = aviary, list[str]()
        self.hidden = aviary.hidden_from(reader)
        self.words = re.compile("|".join(one.word for one in self.hidden))
        self.numbers = {str(one.article.pk) for one in self.hidden if one.article is not None}
        self.client: Client = aviary.cast.client(reader)
        self.client.raise_request_exception = False
        token = aviary.tokens.get(reader)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def look(
        self, address: str, posted: dict[str, str] | None = None, *, is_operation: bool = False, method: str = "GET"
    ) -> str:
        """Ask, undo what the asking did, and read the answer. The number that was asked for may be said again."""
        with transaction.atomic():
            if is_operation:
                answer = Client(raise_request_exception=False).generic(method, address, headers=self.headers)
            else:
                answer = self.client.generic(
                    method, address, _form(posted or {}), content_type="application/x-www-form-urlencoded"
                )
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
            transaction.set_rollback(True)
        text = f"{_unpacked(content)} {answer.headers.get('Location', '')} {answer.headers.get('Link', '')}"
        told = set(self.words.findall(text)) - set(self.words.findall(address))
        asked = set(re.findall(r"77\d{6}", f"{address} {posted}"))
        told |= (set(re.findall(r"77\d{6}", text)) & self.numbers) - asked
        self.found += [f"{method} {address} ({answer.status_code}) tells {one}" for one in sorted(told)]
        return text


@_each("", "jana")
def test_nothing_is_told_of_an_article_that_one_may_not_read(aviary: Aviary, reader: str):
    eyes = Eyes(aviary, reader)
    for route in _routes():
        for address in _addresses(aviary, route, eyes.hidden):
            eyes.look(address, is_operation=bool(route.operation))
            if not route.parameters or set(route.parameters) <= {"desk", "number"}:
                eyes.look(f"{address}?q={COMMON}", is_operation=bool(route.operation))
    assert not eyes.found, "\n".join(eyes.found[:40])


@_each("", "mara")
def test_nothing_is_offered_while_one_writes_that_one_may_not_read(aviary: Aviary, reader: str):
    eyes = Eyes(aviary, reader)
    for desk in ("it", "hr"):
        for one in ("", *(canary.word for canary in eyes.hidden[::4])):
            said = {"subject": f"{COMMON} {one}", "body": f"{COMMON} {one}", "email": "a@kestrel.example"}
            eyes.look(f"/new/{desk}/offers/", said, method="POST")
    assert not eyes.found, "\n".join(eyes.found[:40])


@_each("")
def test_no_word_finds_what_one_may_not_read(aviary: Aviary, reader: str):
    """Looking for a hidden word answers like looking for one that nobody ever wrote."""
    eyes = Eyes(aviary, reader)
    searches = [
        "/help/",
        "/help/it/",
        "/agent/it/knowledge/",
        "/agent/search/",
        "/help/it/widget/search/",
        "/requests/",
    ]
    for address in searches:
        nothing = _plain(eyes.look(f"{address}?q=canarynothingqx"), "canarynothingqx")
        for one in eyes.hidden[::3]:
            text = _plain(eyes.look(f"{address}?q={one.word}"), one.word)
            eyes.found += [f"{address} knows {one.word}"] if text != nothing else []
    assert not eyes.found, "\n".join(eyes.found[:40])


@_each("jana")
def test_no_count_tells_of_what_one_may_not_read(aviary: Aviary, reader: str):
    """Every page and route that names no article is the same once all hidden articles are gone."""
    eyes = Eyes(aviary, reader)
    asked = [
        (address, bool(route.operation))
        for route in _routes()
        if set(route.parameters) <= {"desk"} and route.name not in ("knowledge:export", "api:export_articles")
        for address in _addresses(aviary, route, eyes.hidden)
    ]
    asked += [(f"{address}?q={COMMON}", is_operation) for address, is_operation in asked if "/knowledge" in address]
    with clock.frozen(clock.now()):
        before = {address: _plain(eyes.look(address, is_operation=kind)) for address, kind in asked}
        with transaction.atomic():
            _forget(eyes.hidden)
            cache.clear()
            after = {address: _plain(eyes.look(address, is_operation=kind)) for address, kind in asked}
            transaction.set_rollback(True)
    cache.clear()
    wrong = [address for address in before if before[address] != after[address]]
    assert not wrong, "\n".join(f"{one}: {_first_difference(before[one], after[one])}" for one in wrong[:20])


def test_no_letter_and_no_fact_holds_a_canary(aviary: Aviary):
    """Mara followed an article that became the desk's own: she hears nothing of what it says since."""
    names = {one.email: name for name, one in aviary.cast.people.items()}
    found = []
    for letter in OutboundMail.objects.beyond_walls("every letter of the test"):
        said = " ".join(str(getattr(letter, one.attname)) for one in letter._meta.concrete_fields)
        for reader in {names.get(address, "") for address in re.findall(r"[\w.]+@[\w.]+", said)}:
            found += [f"a letter to {reader}: {one.word}" for one in aviary.hidden_from(reader) if one.word in said]
    for event in Event.objects.all():
        said = " ".join(str(getattr(event, one.attname)) for one in event._meta.concrete_fields)
        found += [f"{event.code}: {one.word}" for one in aviary.canaries if one.word in said]
    assert not found, "\n".join(found[:40])


def test_everybody_is_told_what_they_may_read(aviary: Aviary):
    """The sweep would find a canary that is there: each reader meets those that are theirs."""
    for reader, word in {"": "canaryitpublicqx", "mara": "canaryitorganizationsqx", "priya": "canaryitteamsqx"}.items():
        client = aviary.cast.client(reader)
        where = "/agent/it/knowledge/" if reader == "priya" else "/help/it/"
        assert word in client.get(f"{where}?q={COMMON}").content.decode(), reader


def _routes() -> list[Route]:
    """Every address of the module, and those of others on which it shows something. All that only take what is sent
    answer with nothing to a GET."""
    ours = [one for one in pages() if one.name.startswith("knowledge:")]
    others = [one for one in pages() if one.name.rpartition(":")[2] in CORE and not one.name.startswith("knowledge:")]
    ours += [one for one in operations() if "/knowledge/" in one.path and one.methods == ("GET",)]
    return [*ours, *others, *(one for one in operations() if one.operation == "search")]


def _addresses(aviary: Aviary, route: Route, hidden: list[Canary]) -> Iterator[str]:
    """The address, with every hidden article where it names one, on either desk."""
    if not route.parameters:
        yield f"/{route.path}"
        return
    for desk, ticket in aviary.tickets.items():
        known = {"desk": desk, "number": ticket.number, "language": "en", "slug": "article", "version": 1, "code": "de"}
        known |= {"filename": "a.png", "label": "knowledge", "verb": "spam", "key": "nothing"}
        articles = [one.article.pk for one in hidden if one.article is not None and one.desk.key == desk]
        if not any(name in ("pk", "id") for name in route.parameters):
            keys = [file.key for file in aviary.files.values()] if "key" in route.parameters else ["nothing"]
            for key in keys:
                yield from _filled(route, known | {"key": key})
        elif "articles/<" in route.path:
            # Behind the same gate of the module one is as good as the other.
            for pk in articles if route.name in READ or route.operation in READ else articles[:2]:
                yield from _filled(route, known | {"pk": pk, "id": pk})
        else:
            for pk in aviary.others[desk]:
                yield from _filled(route, known | {"pk": pk, "id": pk})


def _filled(route: Route, known: dict[str, Any]) -> Iterator[str]:
    address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(known.get(found[1], "nothing")), route.path)
    yield address


def _forget(hidden: list[Canary]) -> None:
    why = "what is hidden from one reader is as if it had never been"
    pks = [one.article.pk for one in hidden if one.article is not None]
    Translation.objects.beyond_walls(why).filter(article__in=pks).update(published=None)
    Article.objects.beyond_walls(why).filter(pk__in=pks).delete()


def _plain(text: str, word: str = "") -> str:
    plain = STAMP.sub("", settled(text))
    return plain.replace(word, "#") if word else plain


def _first_difference(before: str, after: str) -> str:
    place = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), 0)
    return f"…{before[max(0, place - 60) : place + 80]!r} became {after[max(0, place - 60) : place + 80]!r}"


def _form(posted: dict[str, str]) -> str:
    from urllib.parse import urlencode

    return urlencode(posted)


def _unpacked(content: bytes) -> str:
    """As text; an archive as its names and files."""
    import io
    import zipfile

    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    packed = zipfile.ZipFile(io.BytesIO(content))
    return " ".join(f"{name} {packed.read(name).decode(errors='replace')}" for name in packed.namelist())
