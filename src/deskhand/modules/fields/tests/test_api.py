"""Custom fields for programs."""

import pytest

from deskhand.modules.fields.models import Template
from deskhand.modules.fields.queries import held_by, texts_by_code
from deskhand.tickets.models import Ticket

API = "/api/v1/fields"


@pytest.fixture
def call(on):
    def send(method, path, body=None, *, by="lena", scope="write"):
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(on.client(), method)(f"{API}{path}", headers=on.bearer(by, scope), **sent)

    return send


def test_a_program_makes_a_field_with_choices_and_fills_it_in(on, call):
    made = call("post", "/definitions", {"desk": "it", "label": "Device", "kind": "choice"})
    assert made.status_code == 201, made.content
    field = made.json()
    laptop = call("post", f"/definitions/{field['id']}/choices", {"label": "Laptop"}).json()
    assert laptop["code"] == "laptop"
    ticket = on.ticket()
    filled = call("patch", f"/tickets/{ticket.number}", {"values": {"device": "laptop"}}, by="jana")
    assert filled.json()["items"][0] | {"label": ""} == {
        "code": "device",
        "label": "",
        "kind": "choice",
        "value": "laptop",
        "words": "Laptop",
    }
    wrong = call("patch", f"/tickets/{ticket.number}", {"values": {"device": "tablet", "nothing": 1}}, by="jana")
    assert wrong.status_code == 422 and "device" in wrong.content.decode() and "nothing" in wrong.content.decode()
    renamed = call("put", f"/choices/{laptop['id']}", {"label": "Notebook"})
    assert renamed.json()["label"] == "Notebook" and renamed.json()["code"] == "laptop"
    assert call("delete", f"/choices/{laptop['id']}").status_code == 204
    assert call("patch", f"/definitions/{field['id']}", {"needed": "resolving"}).json()["needed"] == "resolving"
    assert call("post", f"/definitions/{field['id']}/archive", {}).json()["is_archived"] is True
    assert call("post", f"/definitions/{field['id']}/restore", {}).json()["is_archived"] is False


def test_a_field_without_a_label_is_refused_by_name(on, call):
    refused = call("post", "/definitions", {"desk": "it"})
    assert refused.status_code == 422 and "label" in refused.content.decode()


def test_rules_go_through_the_api(on, make, call):
    make("Device", "choice", "Laptop")
    rule = {"field": "device", "op": "is", "values": ["laptop"], "not": False}
    made = call("post", "/definitions", {"desk": "it", "label": "Tag", "show_if": rule})
    assert made.json()["show_if"] == rule


def test_a_new_ticket_is_opened_with_fields(on, make):
    make("Device", needed="creation")
    headers = on.bearer("jana")
    new = {"subject": "S", "body": "<p>B</p>", "desk": "it"}
    post = {"path": "/api/v1/tickets", "content_type": "application/json", "headers": headers}
    refused = on.client().post(data=new, **post)
    assert refused.status_code == 422 and "Device" in refused.content.decode()
    made = on.client().post(data=new | {"more": {"fields": {"device": "Laptop"}}}, **post)
    assert made.status_code == 201
    ticket = Ticket.objects.within(on.it).get(number=made.json()["number"])
    assert texts_by_code(held_by(ticket)) == {"device": ["Laptop"]}
    assert on.client().post(data=new | {"more": {"nothing": {}}}, **post).status_code == 422


def test_a_ticket_is_opened_with_a_template(on, make, call):
    make("Device")
    row = Template.objects.create(
        desk=on.it, name="N", subject="Somebody starts", body="When?", tags="new", values={"device": ["Laptop"]}
    )
    assert call("get", "/desks/it/ticket-templates", by="jana", scope="read").json()["items"][0]["name"] == "N"
    made = call("post", f"/ticket-templates/{row.pk}/tickets", {"requester": "ben@kestrel.example"}, by="jana")
    assert made.status_code == 201 and made.json()["subject"] == "Somebody starts" and made.json()["tags"] == ["new"]
    assert (
        call("post", f"/ticket-templates/{row.pk}/tickets", {"requester": "a@b.example"}, by="hanna").status_code == 404
    )


def test_the_matrix_is_switched_and_read(call):
    assert call("get", "/desks/it/priority-matrix").json() == {"is_on": False, "cells": {}}
    on = call("patch", "/desks/it/priority-matrix", {"is_on": True}).json()
    assert on["is_on"] and on["cells"]["many_people/cannot_work"] == "urgent"
    assert call("patch", "/desks/it/priority-matrix", {"is_on": False}, by="jana").status_code == 403


def test_nobody_reads_the_fields_of_a_desk_that_is_not_theirs(on, make, call):
    field = make("Device")
    assert call("get", "/desks/it", by="hanna").status_code in (200, 404)
    assert call("patch", f"/definitions/{field.pk}", {"label": "X"}, by="hanna").status_code == 404
    assert call("get", f"/tickets/{on.ticket().number}", by="oliver").status_code == 404
    shown = call("get", "/desks/it", by="mara").json()["items"]
    assert shown == []


def test_a_program_keeps_templates(call, make):
    make("Device")
    new = {"name": "Lost device", "priority": "high", "tags": ["lost"], "values": {"device": "Laptop"}}
    made = call("post", "/desks/it/ticket-templates", new).json()
    assert made["values"] == {"device": ["Laptop"]} and made["priority"] == "high"
    path = f"/desks/it/ticket-templates/{made['id']}"
    assert call("put", path, {"name": "Lost phone"}).json()["tags"] == []
    assert call("put", path, {"name": "Mine"}, by="jana").status_code == 403
    assert call("put", path, {"name": "Mine"}, by="hanna").status_code == 404
    assert call("delete", path).status_code == 204
    assert call("get", "/desks/it/ticket-templates").json()["items"] == []


UNSTORABLE = "Lap\udc00top@\0example.org"
"""What a program can send, and no database takes: half a character and NUL."""


def test_text_that_cannot_be_stored_is_no_accident(on, make, call):
    kinds = ("text", "number", "date", "choice", "choices", "tree", "person", "organization", "checkbox", "url")
    for kind in kinds:
        make(f"Thing {kind}", kind)
    ticket, row = on.ticket(), call("post", "/desks/it/ticket-templates", {"name": "N", "body": "B"}).json()
    page, begun = f"/agent/tickets/{ticket.number}/fields/", f"/ticket-templates/{row['id']}/tickets"
    everywhere = {"values": {f"thing_{kind}": UNSTORABLE for kind in kinds} | {UNSTORABLE: UNSTORABLE}}
    typed = {f"fields.thing_{kind}": "a\0b@example.org" for kind in kinds}
    opened = {"subject": "S", "body": "<p>B</p>", "desk": "it", "more": {UNSTORABLE: {}}}
    tried = (
        call("patch", f"/tickets/{ticket.number}", everywhere, by="jana"),
        call("post", "/desks/it/ticket-templates", {"name": "Other", **everywhere}),
        call("post", begun, {"requester": "ben@kestrel.example", **everywhere}),
        on.client().post("/api/v1/tickets", opened, content_type="application/json", headers=on.bearer("jana")),
        on.client("jana").post(page, typed),
    )
    assert [one.status_code for one in tried] == [422] * len(tried)
    call("patch", f"/tickets/{ticket.number}", {"values": {"thing_text": UNSTORABLE}}, by="jana")
    assert texts_by_code(held_by(ticket)) == {"thing_text": ["Laptop@example.org"]}
