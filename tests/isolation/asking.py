"""Putting one request of the grid, undone afterwards, and reading its answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.test import Client

from tests.isolation.bodies import FORM
from tests.isolation.roles import Role
from tests.isolation.world import World

WRITE = re.compile(r"^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
NO_FACT = re.compile(r"accounts_apitoken|shared_cache|api_usage", re.IGNORECASE)
"""What even a reader leaves behind: when a token was last used (once a minute), and how often somebody asked."""

JSON = "application/json"
FORM_MEDIA = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    """What came back: status, text, where to, and the statements that changed something."""

    status: int
    text: str
    location: str = ""
    writes: list[str] = field(default_factory=list)


@dataclass
class Asker:
    """Somebody's browser and token."""

    world: World
    role: Role
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.world.cast.client(self.role.person)
        self.client.raise_request_exception = False

    def page(self, method: str, address: str) -> Answer:
        """Ask for a page, or post a form to it."""
        body = FORM if method == "POST" else ""
        return self._undone(lambda: self.client.generic(method, address, body, content_type=FORM_MEDIA))

    def operation(self, method: str, address: str, body: str = "", media: str = JSON, *, scope: str = "full") -> Answer:
        """Ask the API with the person's token."""
        token = self.world.tokens.get((self.role.person, scope))
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        ask = Client(raise_request_exception=False).generic
        return self._undone(lambda: ask(method, address, body, content_type=media, headers=headers))

    def _undone(self, ask: Callable[[], Any]) -> Answer:
        writes: list[str] = []

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if WRITE.match(sql) and not NO_FACT.search(sql):
                writes.append(sql[:120])
            return execute(sql, params, many, context)

        with transaction.atomic(), connection.execute_wrapper(watch):
            response = ask()
            text = b"".join(response.streaming_content) if response.streaming else response.content
            answer = Answer(response.status_code, text.decode(errors="replace"), response.headers.get("Location", ""))
            transaction.set_rollback(True)
        answer.writes = writes
        return answer
