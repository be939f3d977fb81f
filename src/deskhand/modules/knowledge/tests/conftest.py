"""A desk with the module on, and articles on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deskhand.kernel import switches
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.knowledge.actions.govern import set_audience
from deskhand.modules.knowledge.actions.publish import publish
from deskhand.modules.knowledge.actions.write import create_article
from deskhand.modules.knowledge.models import Article
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.modules.knowledge.words import Words
from deskhand.search.semantic import vectors


@pytest.fixture
def on(cast):
    """The module is on for the desk IT."""
    switches.switch(MODULE, cast.it.pk, True)
    return cast


@pytest.fixture
def article(on) -> Callable[..., Article]:
    """Make an article: ``article("VPN drops", "Restart the client.", audience="public")`` is published and validated;
    with ``is_draft`` it is a draft. Further words by the names of :class:`Words`; ``rows`` narrow the audience."""

    def make(title, resolution="", *, audience="public", desk=None, language="en", rows=(), is_draft=False, **said):
        words = Words(title=title, resolution=f"<p>{resolution or title}</p>", **said)
        made = create_article(actor=SYSTEM, desk=desk or on.it, language=language, said=words)
        set_audience(actor=SYSTEM, article=made, audience=audience, rows=rows, is_confirmed=True)
        if not is_draft:
            publish(actor=SYSTEM, translation=made.translations.get())
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def call(on) -> Callable[..., Any]:
    """Ask the API as a program of somebody's: ``call("post", "/desks/it/shelves", {...}, by="lena")``."""

    def send(method, path, body=None, *, by="lena", scope="write", **headers):
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(on.client(), method)(f"/api/v1/knowledge{path}", headers=on.bearer(by, scope) | headers, **sent)

    return send


@pytest.fixture
def by_meaning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of vectors are the test's own. Its test is marked ``meaning``."""
    monkeypatch.setattr(vectors, "path_of", lambda kind: tmp_path / f"{kind}.bin")
    vectors._shelves.clear()
