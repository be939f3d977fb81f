"""The product, served with the dummy module in its settings."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.served import ServedDemo
from tests.house.source import ROOT
from tests.services.installed import install
from tests.services.service import wait_until

CHANCE = re.compile(
    r'(csrfmiddlewaretoken" value|csrf-token" content|data-live-version|name="stamp" value|data-version)="[^"]*"'
    r"|<time.*?</time>|<p[^>]*data-about.*?</p>|\b\d{1,2}:\d\d\b",
    re.DOTALL,
)
"""What differs by chance, by the clock, or because a switch was thrown."""
MODULES = "/agent/settings/it/grow/"


class ServedDummy(ServedDemo):
    """A demo that was filled while the module was on, and is served while it is off."""

    def __init__(self) -> None:
        super().__init__(tickets=8, DESKHAND_MODULES="tests.dummy", PYTHONPATH=str(ROOT))
        self.browsers: dict[str, httpx.Client] = {}

    def start(self) -> None:
        """Fill, serve, sign everybody in, switch off."""
        self._folder = tempfile.TemporaryDirectory(prefix="deskhand-dummy-")
        install(self.data)
        words = ("demo", "--tickets", str(self.tickets), "--modules", "dummy", "--no-serve", "--json")
        self.people = json.loads(self.run(*words).stdout)
        self.boot()
        for persona in ("administrator", "agent", "requester"):
            self.browsers[persona] = self._signed_in(self.link(persona))
        self.browsers["nobody"] = self._browser()
        self.browsers["program"] = self.api("agent")
        self.browsers["program"].headers["Connection"] = "close"
        self.switch(False)
        self.number = int(re.findall(r'href="/agent/tickets/(\d+)/', self.page("agent", "/agent/it/tickets/"))[0])

    def _signed_in(self, link: str) -> httpx.Client:
        client = self._browser()
        self.send(client, link)
        return client

    def _browser(self) -> httpx.Client:
        """A new connection for each request: any of the server's processes may answer."""
        return httpx.Client(base_url=self.url, timeout=120, follow_redirects=True, headers={"Connection": "close"})

    def send(self, client: httpx.Client, path: str, **fields: str) -> httpx.Response:
        """Open a page with a form and send the form."""
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(path).text)[0]
        sent = client.post(path, data={"csrfmiddlewaretoken": token, **fields}, headers={"Referer": self.url})
        assert sent.status_code < 400, sent.text
        return sent

    def page(self, persona: str, path: str) -> str:
        """A page that must be there, as somebody sees it."""
        answer = self.browsers[persona].get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text

    def status(self, persona: str, path: str) -> int:
        """The status of an answer."""
        return self.browsers[persona].get(path).status_code

    def switch(self, on: bool) -> None:
        """Throw the switch on its page, and wait until every process has noticed."""
        self.send(self.browsers["administrator"], MODULES, **({"wanted": "dummy"} if on else {}))
        wait_until(lambda: self._agree(200 if on else 404), "every process's noticing the switch")
        self.noticed()

    def _agree(self, status: int) -> bool:
        return all(self.status("agent", "/agent/it/dummy/") == status for _ in range(12))

    def marks(self) -> list[str]:
        """What the module has noticed so far."""
        found: list[str] = self.browsers["program"].get("dummy/it").json()["words"]
        return found

    def provoke(self, what: str) -> None:
        """Make something happen that the module notices."""
        answer = self.browsers["program"].post("dummy/it", json={"what": what})
        assert answer.status_code == 200, answer.text

    def wait_for(self, word: str) -> None:
        """Until the module has noticed it."""
        wait_until(lambda: word in self.marks(), f"the mark {word!r}")

    def seen(self) -> dict[tuple[str, str], str]:
        """Every key page, without what differs by chance."""
        pages = [(who, path.format(number=self.number)) for who, path in KEY_PAGES]
        return {(who, path): CHANCE.sub("", self.page(who, path)) for who, path in pages}

    @property
    def log(self) -> str:
        """What the server has logged so far."""
        return (self.data / "served.log").read_text()


KEY_PAGES = (
    ("agent", "/agent/it/tickets/"),
    ("agent", "/agent/it/overview/"),
    ("agent", "/agent/tickets/{number}/"),
    ("agent", "/agent/notifications/"),
    ("agent", "/agent/palette?desk=it"),
    ("administrator", "/agent/settings/it/general/"),
    ("administrator", "/agent/settings/it/permissions/"),
    ("requester", "/"),
    ("requester", "/new/"),
    ("nobody", "/"),
    ("nobody", "/api/v1/openapi.json"),
)


@pytest.fixture(scope="package")
def dummy() -> Iterator[ServedDummy]:
    """The served dummy, off."""
    with ServedDummy() as served:
        yield served


@pytest.fixture
def on(dummy: ServedDummy) -> Iterator[ServedDummy]:
    """The same while the module is on for the desk ``it``."""
    dummy.switch(True)
    yield dummy
    dummy.switch(False)
