"""A client of the API: somebody with a token, and answers that are held against what is promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from deskhand.api import limits
from deskhand.api.interface import api
from deskhand.api.problems import KINDS, MEDIA_TYPE

ROOT = "/api/v1"


@dataclass
class Caller:
    """Somebody with a token. Every answer is checked: problem documents are whole, JSON is JSON."""

    headers: dict[str, str]

    def get(self, path: str, **query: Any) -> Any:
        return self._called("get", path, query)

    def post(self, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        return self._called("post", path, body, headers)

    def patch(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        return self._called("patch", path, body, headers)

    def put(self, path: str, body: Any) -> Any:
        return self._called("put", path, body)

    def delete(self, path: str) -> Any:
        return self._called("delete", path)

    def upload(self, path: str, file: Any, headers: dict[str, str] | None = None, **fields: Any) -> Any:
        more = {**self.headers, **(headers or {})}
        return checked(Client().post(ROOT + path, {"file": file, **fields}, headers=more))

    def _called(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        more = {**self.headers, **(headers or {})}
        client = Client()
        if method == "get":
            return checked(client.get(ROOT + path, body, headers=more))
        content = {"data": "" if body is None else body, "content_type": "application/json"}
        return checked(getattr(client, method)(ROOT + path, headers=more, **content))


def checked(response: Any) -> Any:
    """The response, if it is as every answer of the API must be. A file's bytes are in ``bytes``."""
    if response.streaming:
        response.bytes = b"".join(response.streaming_content)
    if response.status_code >= 400:
        problem = response.json()
        assert response.headers["Content-Type"] == MEDIA_TYPE
        assert problem["status"] == response.status_code and problem["title"] and problem["detail"]
        assert problem["type"].rpartition("#problem-")[2] in KINDS
    return response


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    limits.counter.forget()


@pytest.fixture
def call(cast):
    """``call("jana")`` is Jana with a writing token; ``scope="read"`` with a reading one."""
    return lambda name, scope="write": Caller(cast.bearer(name, scope))


@pytest.fixture
def stranger(cast):
    """Somebody without a token."""
    return Caller({})


@pytest.fixture
def whole_api():
    return api()
