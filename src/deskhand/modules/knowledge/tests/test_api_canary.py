"""What somebody may not read is in no answer of the API, whatever they ask: the routes are read from the program, so a
new one is asked by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from deskhand.api.interface import api
from deskhand.api.routing import declarations
from deskhand.kernel import switches
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.knowledge.actions.arrange import ShelfDetails, create_shelf
from deskhand.modules.knowledge.actions.files import add_file
from deskhand.modules.knowledge.actions.govern import govern, move_article, set_audience
from deskhand.modules.knowledge.actions.use import flag_article, use_article
from deskhand.modules.knowledge.models import Article
from deskhand.modules.knowledge.querysets import MODULE
from tests.isolation.bodies import document, query_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

WORD = "canaryqx"
"""The beginning of a word that stands in hidden articles only."""


@pytest.fixture
def hidden(on, article) -> dict[str, Any]:
    """Articles with a word of their own in everything that is theirs, used on a ticket, with a file and a flag."""
    switches.switch(MODULE, on.hr.pk, True)
    ticket = on.ticket()
    made = {
        "agents": article(f"{WORD}agents", audience="agents"),
        "draft": article(f"{WORD}draft", is_draft=True),
        "named": article(f"{WORD}named", audience="agents"),
        "elsewhere": article(f"{WORD}elsewhere", audience="agents", desk=on.hr),
    }
    set_audience(actor=SYSTEM, article=made["named"], audience="named", rows=[on.priya], is_confirmed=True)
    for name, one in made.items():
        shelf = create_shelf(actor=SYSTEM, desk=one.desk, details=ShelfDetails(name=f"Of {name}"))
        govern(actor=SYSTEM, article=one, changes={"keywords": f"{WORD}{name}", "is_featured": True})
        move_article(actor=SYSTEM, article=one, shelf=shelf)
        one.file = add_file(
            actor=SYSTEM, article=one, filename=f"{WORD}{name}.txt", content=b"words", is_inline=False
        ).pk
        one.flag = flag_article(actor=SYSTEM, article=one, text=f"{WORD}{name}").pk
        if one.desk_id == ticket.desk_id:
            use_article(actor=SYSTEM, article=one, ticket=ticket, how="linked")
    return {"ticket": ticket, **made}


HIDDEN_FROM = {
    "mara": ("agents", "draft", "named", "elsewhere"),
    "jana": ("named", "elsewhere"),
    "hanna": ("agents", "draft", "named"),
}
"""Who must not read which: somebody who asks for help, an agent who is not named, an agent of another desk."""


def routes() -> Iterator[tuple[str, str]]:
    """Each route of the module that reads, with its name."""
    for name, (method, path, _declaration) in declarations(api()).items():
        if method == "GET" and path.startswith("/knowledge"):
            yield name, path


def addresses(hidden: dict[str, Any], one: Article) -> Iterator[str]:
    """Every address that reads something, about one article, its desk and its ticket."""
    rows = {"article-files": one.file, "article-flags": one.flag, "shelves": 0}  # type: ignore[attr-defined]
    for name, path in routes():
        asked = re.sub(r"/([\w-]+)/\{id\}", lambda met: f"/{met[1]}/{rows.get(met[1], one.pk)}", path)
        values: dict[str, object] = {
            "desk": one.desk.key,
            "number": hidden["ticket"].number,
            "language": "en",
            "version": 1,
        }
        yield f"/api/v1{_filled(asked, values)}?{_query(name, one)}"


def _filled(address: str, values: dict[str, object]) -> str:
    return re.sub(r"\{(\w+)\}", lambda met: str(values.get(met[1], 1)), address)


def _query(name: str, one: Article) -> str:
    operations = [each for path in document()["paths"].values() for each in path.values()]
    names = [
        part["name"]
        for each in operations
        if each.get("operationId") == name
        for part in each["parameters"]
        if part["in"] == "query"
    ]
    needed = query_of(name)
    word = one.translations.get().title
    more = {"q": word} if "q" in names else {}
    return "&".join(filter(None, ["" if "q=" in needed else needed, urlencode(more)]))


def told(answer: Any) -> str:
    """All that an answer says."""
    if not answer.streaming:
        body: str = answer.content.decode()
        return body
    streamed = b"".join(answer.streaming_content).decode(errors="replace")
    for shut in answer._resource_closers:
        shut()
    return streamed


@pytest.mark.parametrize("who", HIDDEN_FROM)
def test_a_canary_sings_in_no_answer(on, hidden, who):
    client, header, sung = on.client(), on.bearer(who, "read"), []
    for name in HIDDEN_FROM[who]:
        words = [f"{WORD}{each}" for each in HIDDEN_FROM[who]]
        for address in addresses(hidden, hidden[name]):
            answer = client.get(address, headers=header)
            assert answer.status_code < 500, address
            sung += [address for word in words if word in told(answer)]
    assert not sung, "\n".join(sung)


def test_the_canaries_sing_for_whoever_may_hear_them(on, hidden):
    client, header, heard = on.client(), on.bearer("priya", "read"), set()
    for name in ("agents", "draft", "named"):
        for address in addresses(hidden, hidden[name]):
            answer = client.get(address, headers=header)
            if f"{WORD}{name}" in told(answer):
                heard.add(re.sub(r"\d+|\?.*", "", address.removeprefix("/api/v1/knowledge")))
    known = {"/desks/it/articles", "/search", "/tickets//articles"}
    assert known <= heard, heard
    assert len(heard) >= 10, heard
