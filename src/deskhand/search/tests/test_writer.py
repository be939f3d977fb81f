"""A draft by a language model: asked of a real server on this machine, with what was handed over and nothing else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.conf import settings

from deskhand.kernel.errors import Invalid
from deskhand.search.semantic import writer
from deskhand.search.semantic.writer import NoDraft, Service, draft

PASSAGES = ["The link is good for one hour.", "The cafeteria opens at noon."]
USAGE = {"prompt_tokens": 1_000, "completion_tokens": 50}


class Model:
    """A server that speaks OpenAI's interface, and says what it is told to."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: dict[str, str] = {}
        self.status, self.says = 200, b""
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                model.asked.append({"path": self.path, **json.loads(body)})
                model.headers = dict(self.headers.items())
                self.send_response(model.status)
                self.end_headers()
                self.wfile.write(model.says)

            def log_message(self, *_args: object) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.service = Service(
            f"http://127.0.0.1:{self.server.server_port}/v1/", "tiny", "s3cret", Decimal(2), Decimal(10)
        )

    def answers(self, text: str, **more: Any) -> None:
        told = {"model": "tiny-2", "choices": [{"message": {"content": text}}], "usage": USAGE}
        self.says = json.dumps(told | more).encode()


@pytest.fixture(name="model")
def _model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    monkeypatch.setattr(settings, "DESKHAND", _with_targets("127.0.0.0/8"))
    model = Model()
    thread = threading.Thread(target=model.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield model
    model.server.shutdown()
    model.server.server_close()
    thread.join()


def _with_targets(networks: str) -> Any:
    from dataclasses import replace

    return replace(settings.DESKHAND, webhook_targets=networks)


def test_a_draft_comes_with_its_sources_its_model_and_its_cost(model: Model):
    model.answers("It is good for one hour [1]. [9]")
    found = draft(model.service, "How long?", PASSAGES)
    assert (found.text, found.sources, found.model) == ("It is good for one hour [1]. [9]", (0,), "tiny-2")
    assert (found.tokens, found.cost) == ((1_000, 50), Decimal("0.0025"))


def test_the_model_gets_the_question_and_the_passages_and_nothing_else(model: Model):
    model.answers("Yes [1].", usage=None)
    found = draft(model.service, "How long?", ["x" * 9_000, *PASSAGES * 9])
    [asked] = model.asked
    assert asked["path"] == "/v1/chat/completions"
    assert model.headers["Authorization"] == "Bearer s3cret"
    assert [one["role"] for one in asked["messages"]] == ["system", "user"]
    assert "x" * 2_001 not in asked["messages"][1]["content"] and "[9]" not in asked["messages"][1]["content"]
    assert (found.tokens, found.cost) == ((0, 0), None)
    assert "s3cret" not in repr(model.service)


@pytest.mark.parametrize("said", ["NO ANSWER", "", "One hour, believe me.", "One hour [7]."])
def test_without_an_answer_or_a_source_there_is_no_draft(model: Model, said: str):
    model.answers(said)
    with pytest.raises(NoDraft):
        draft(model.service, "How long?", PASSAGES)


@pytest.mark.parametrize("says", [b"", b"<html>", b"[]", b'{"choices": []}', b'{"choices": [{"message": 3}]}', b"\xff"])
def test_nonsense_from_the_service_is_told(model: Model, says: bytes):
    model.says = says
    with pytest.raises(NoDraft, match="can be read"):
        draft(model.service, "How long?", PASSAGES)


@pytest.mark.parametrize(
    ("status", "why"),
    [(401, "refuses the key"), (404, "no such address"), (429, "no more requests"), (500, "500"), (302, "302")],
)
def test_refusals_say_what_to_do_and_never_the_key(model: Model, status: int, why: str):
    model.status, model.says = status, b"s3cret"
    with pytest.raises(NoDraft, match=why) as error:
        draft(model.service, "How long?", PASSAGES)
    assert "s3cret" not in str(error.value)


def test_an_address_inside_is_asked_only_if_the_installation_allows_it(model: Model, monkeypatch: pytest.MonkeyPatch):
    writer.check(model.service.address)
    monkeypatch.setattr(settings, "DESKHAND", _with_targets(""))
    with pytest.raises(NoDraft):
        draft(model.service, "How long?", PASSAGES)
    assert model.asked == []
    for address in (model.service.address, "ftp://models.example.org", "nonsense"):
        with pytest.raises(Invalid):
            writer.check(address)


def test_who_takes_too_long_or_is_not_there_is_given_up(model: Model):
    given_up = threading.Event()
    model.server.RequestHandlerClass.do_POST = lambda self: given_up.wait()  # type: ignore[attr-defined]
    try:
        with pytest.raises(NoDraft, match="not reached"):
            draft(model.service, "How long?", PASSAGES, patience=0.2)
    finally:
        given_up.set()
    with pytest.raises(NoDraft, match="nothing to draft"):
        draft(model.service, "How long?", [])
