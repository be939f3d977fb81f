"""A lean HTTP client on one kept connection, so that what is measured is the server."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any, Self
from urllib.parse import urlencode

TIMEOUT = 60.0
IDLE_FOR = 5.0
"""Seconds after which a kept connection is not used again: the server may have closed it."""
_FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class WrongAnswer(Exception):
    """The server answered, but not what was asked for. The run ends: figures of wrong answers mean nothing."""


@dataclass(frozen=True)
class Answer:
    """Status and text of an answer, and its bytes on the wire."""

    status: int
    text: str
    size: int

    def json(self) -> Any:
        return json.loads(self.text)


class Caller:
    """Calls one server; keeps cookies; sends the API's token if it has one."""

    def __init__(self, port: int, token: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        self._cookies: dict[str, str] = {}
        self._token = token
        self._used_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def get(self, path: str) -> Answer:
        """A page; raises WrongAnswer unless it is there."""
        return self._expect(200, "GET", path)

    def post_json(self, path: str, value: Any) -> Answer:
        """A call of the API that makes something."""
        return self._expect(201, "POST", path, json.dumps(value), {"Content-Type": "application/json"})

    def sign_in(self, path: str) -> None:
        """Open a sign-in link and press its button."""
        found = _FORM_TOKEN.search(self.get(path).text)
        form = urlencode({"csrfmiddlewaretoken": found[1] if found else ""})
        self._expect(302, "POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})

    def _expect(
        self, status: int, method: str, path: str, body: str = "", more: dict[str, str] | None = None
    ) -> Answer:
        answer = self._call(method, path, body, more or {})
        if answer.status != status:
            raise WrongAnswer(f"{method} {path}: {answer.status} instead of {status}: {answer.text[:300]}")
        return answer

    def _call(self, method: str, path: str, body: str, more: dict[str, str]) -> Answer:
        headers = {"Accept": "*/*", **more}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if time.monotonic() - self._used_at > IDLE_FOR:
            self._connection.close()
        self._connection.request(method, path, body.encode() if body else None, headers)
        answer = self._connection.getresponse()
        raw = answer.read()
        self._used_at = time.monotonic()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self._cookies.update({name: one.value for name, one in SimpleCookie(line).items()})
        content = gzip.decompress(raw) if answer.headers.get("Content-Encoding") == "gzip" else raw
        return Answer(answer.status, content.decode("utf-8", "replace"), len(raw))
