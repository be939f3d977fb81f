"""The OpenAPI document and the reference page: whole, true, and without what is switched off."""

import json
import types

import pytest
from django.test import Client
from django.urls import include, path
from ninja import Router
from pydantic import BaseModel

from deskhand.accounts.actions import switch_module
from deskhand.api import answers, document, examples, interface, schemas, urls
from deskhand.api.problem_schemas import Problem
from deskhand.api.problems import KINDS, MEDIA_TYPE
from deskhand.api.routing import route
from deskhand.kernel import slots


def read(client=None):
    return (client or Client()).get("/api/v1/openapi.json").json()


def operations(read):
    for item in read["paths"].values():
        yield from item.values()


def test_the_document_is_public_and_speaks_openapi_3_1(cast):
    answer = Client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.json()["openapi"].startswith("3.1")
    assert answer.json()["components"]["securitySchemes"]["BearerToken"]["scheme"] == "bearer"


def test_every_operation_has_a_name_words_and_its_refusals(cast):
    found = list(operations(read()))
    assert len({one["operationId"] for one in found}) == len(found) > 25
    for one in found:
        assert one["summary"] and one["tags"] and one["security"] == [{"BearerToken": []}]
        assert {"400", "401", "422", "429", "500"} <= set(one["responses"])
        for status, answer in one["responses"].items():
            if status >= "400":
                assert list(answer["content"]) == [MEDIA_TYPE]
                assert answer["content"][MEDIA_TYPE]["examples"]


def test_every_request_and_every_answer_has_an_example(cast):
    without = []
    for item in document._whole()["paths"].values():
        for one in item.values():
            contents = [*one.get("requestBody", {}).get("content", {}).values()]
            contents += [
                content
                for status, answer in one["responses"].items()
                for media, content in answer.get("content", {}).items()
                if status < "300" and "json" in media
            ]
            without += [one["operationId"] for content in contents if not _has_example(content)]
    assert not without, f"give deskhand.api.examples (or the model) an example: {sorted(set(without))}"


def _has_example(content):
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    schemas = document._whole()["components"]["schemas"]
    return "example" in content or "examples" in content or "example" in schemas.get(name, {})


def test_429_and_the_standard_fields_are_on_every_route(cast):
    for one in operations(read()):
        for answer in one["responses"].values():
            assert {"RateLimit", "RateLimit-Policy"} <= set(answer["headers"])
        assert "Retry-After" in one["responses"]["429"]["headers"]
        if "requestBody" in one:
            assert {"413", "415"} <= set(one["responses"])


def test_every_reference_leads_somewhere_and_nothing_is_left_over(cast):
    whole = read()
    text = json.dumps(whole)
    for name in whole["components"]["schemas"]:
        assert f'"#/components/schemas/{name}"' in text, name
    named = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert named == set(whole["components"]["schemas"])


def test_no_two_shapes_have_one_name(whole_api):
    def below(kind):
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    shapes = {one for base in (answers.Answer, schemas.Input) for one in below(base) if "[" not in one.__name__}
    names = [one.__name__ for one in shapes]
    assert not {name for name in names if names.count(name) > 1}, "the document has one shape for each name"


def test_the_examples_are_answers_that_could_be(cast, whole_api):
    for bound in whole_api._get_bound_routers():
        for view in bound.path_operations.values():
            for one in view.operations:
                example = one.view_func.declaration.example or examples.ANSWERS.get(one.operation_id)
                if example is not None:
                    others = one.view_func.declaration.others
                    (model,) = (model for status, model in one.response_models.items() if status not in others)
                    model.model_validate({"response": example})
    for kind in KINDS.values():
        Problem.model_validate(examples.problem(kind))


def test_the_reference_page_shows_every_operation_and_runs_no_script_of_its_own(cast):
    answer = Client().get("/api/v1/docs")
    html = answer.content.decode()
    assert answer.status_code == 200
    for one in operations(read()):
        assert f'id="{one["operationId"]}"' in html
    for code in KINDS:
        assert f'id="problem-{code}"' in html
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert "cdn" not in html and " style=" not in html


class Notice(BaseModel):
    """Something that a module shows."""

    words: str


@pytest.fixture
def with_a_module(cast, settings, monkeypatch):
    """The API as it is when a module fills the slot."""
    router = Router(tags=["Notices"])

    @route(router, "GET", "/{desk}", gate="scoped", sample="desk", returns=Notice, refuses=(404,))
    def read_notice(request, desk: str):
        """Read the notice of a desk."""
        return {"words": f"Notice of {desk}"}

    filled = [*interface.contributions(), slots.Contribution(("/notices", router), "announcements", 50)]
    monkeypatch.setattr(interface, "contributions", lambda: filled)
    for kept in (interface.api, document._whole, document._only):
        kept.cache_clear()
    addresses = types.ModuleType("addresses")
    vars(addresses)["urlpatterns"] = [
        path("api/v1/", include((urls.addresses(), "api"))),
        path("", include("deskhand.urls")),
    ]
    settings.ROOT_URLCONF = addresses
    yield
    for kept in (interface.api, document._whole, document._only):
        kept.cache_clear()


@pytest.mark.usefixtures("with_a_module")
def test_a_module_is_in_the_document_while_it_is_on_anywhere(cast):
    assert "/api/v1/notices/{desk}" not in read()["paths"] and "Notice" not in json.dumps(read())
    switch_module(actor=cast.actor("lena"), desk=cast.it, module="announcements", on=True)
    assert "/api/v1/notices/{desk}" in read()["paths"] and "Notice" in read()["components"]["schemas"]
    switch_module(actor=cast.actor("lena"), desk=cast.it, module="announcements", on=False)
    assert "Notice" not in json.dumps(read())


@pytest.mark.usefixtures("with_a_module")
def test_a_modules_routes_exist_on_the_desks_where_it_is_on(cast, call):
    jana = call("jana")
    assert jana.get("/notices/it").status_code == 404
    switch_module(actor=cast.actor("lena"), desk=cast.it, module="announcements", on=True)
    assert jana.get("/notices/it").json() == {"words": "Notice of it"}
    assert jana.get("/notices/hr").status_code == jana.get("/notices/none").status_code == 404
