"""Two servers on one installation, which share the database and nothing else: what one knows the other knows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.served import ServedDemo
from tests.install.visitor import TOKEN, Visitor

pytestmark = [pytest.mark.xdist_group("served")]
TRIES = 5
"""Wrong passwords that an address may take before it has to wait."""
LOCKED = "Too many failed tries"
_hosts = itertools.count(21)


class SecondServer(ServedDemo):
    """Another server of pages for the installation of a first one."""

    words = ("serve", "--only", "web")

    def __init__(self, first: ServedDemo) -> None:
        super().__init__()
        self.more = {**first.more, "DESKHAND_WEB_WORKERS": "1"}
        self._first = first

    def start(self) -> None:
        self.boot()

    @property
    def data(self) -> Path:
        return self._first.data


@pytest.fixture(scope="module")
def both(demo: ServedDemo) -> Iterator[tuple[ServedDemo, ServedDemo]]:
    with SecondServer(demo) as second:
        yield demo, second


def tried(server: ServedDemo, address: str) -> str:
    """What a stranger on a host of their own is told after a wrong password."""
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{next(_hosts)}")
    with httpx.Client(base_url=server.url, transport=transport, timeout=120) as stranger:
        [token] = set(TOKEN.findall(stranger.get("/sign-in/").text))
        form = {"csrfmiddlewaretoken": token, "login": address, "password": "guess"}
        return stranger.post("/sign-in/", data=form, headers={"Referer": f"{server.url}/sign-in/"}).text


def check_tries_are_counted_together(first: ServedDemo, second: ServedDemo) -> None:
    """Whoever asks two servers in turn has no more tries than whoever asks one."""
    told = [tried(server, first.people["requester"]) for server in (first, second, first, second, first)]
    assert len(told) == TRIES and not [one for one in told if LOCKED in one]
    for server in (second, first):
        assert LOCKED in tried(server, first.people["requester"])
        assert LOCKED not in tried(server, "somebody.else@kestrel.example")


def test_wrong_passwords_are_counted_together_whichever_server_is_asked(both):
    check_tries_are_counted_together(*both)


@pytest.mark.long
def test_on_postgresql_they_are_counted_together_as_well(postgres_url):
    with ServedDemo(tickets=1, DESKHAND_DATABASE_URL=postgres_url) as first, SecondServer(first) as second:
        check_tries_are_counted_together(first, second)


def test_a_colleague_on_another_server_is_seen_at_the_ticket(both):
    here, there = both
    with here.api() as api:
        number = api.get("/tickets?q=is:open desk:it&limit=1").json()["items"][0]["number"]
    watched = f"/agent/it/live?ticket={number}&also="
    with Visitor(here.url) as lena, Visitor(there.url) as jana:
        lena.sign_in(signing_in(here, "administrator"))
        jana.sign_in(signing_in(here, "agent").replace(here.url, there.url))
        assert "Lena" not in jana.get(watched).json()["present"]
        sign(lena, number, "replying")
        assert "Lena is replying" in jana.get(watched).json()["present"]
        assert "Jana" not in lena.get(watched).json()["present"]


def sign(visitor: Visitor, number: int, does: str) -> None:
    """Say what somebody does at a ticket, as its page says it every few seconds."""
    form = {"csrfmiddlewaretoken": TOKEN.findall(visitor.get(f"/agent/tickets/{number}/").text)[0]}
    answer = visitor.client.post("/agent/tickets/present", data={**form, "at": f"{number}:{does}"})
    assert answer.status_code == 204, answer.text


def signing_in(server: ServedDemo, persona: str) -> str:
    """A fresh sign-in link."""
    return server.run("user", "link", server.people[persona]).stdout.decode().split()[-1]
