"""Letting an answer go on to children through the API."""

import pytest

from deskhand.api.tests.test_merging_tickets import Api
from deskhand.tickets import actions


@pytest.fixture
def outage(cast):
    """Numbers of a parent and of its child, which is Oliver's."""
    parent, child = cast.ticket("Mail server is down"), cast.ticket("No mail here", by="oliver")
    actions.link_tickets(actor=cast.actor("jana"), ticket=parent, kind="parent_of", to=child.number)
    return parent.number, child.number


def last(api, number):
    return api.get(f"tickets/{number}/messages").json()["items"][-1]


@pytest.mark.postgres
def test_a_reply_goes_on_to_the_children_that_it_names(cast, outage):
    parent, child = outage
    jana = Api(cast, "jana")
    seen = jana.get(f"tickets/{parent}/cascade").json()
    assert [(one["ticket"], one["hear"]) for one in seen["items"]] == [(child, ["Oliver Brandt"])]
    given = {"body": "<p>Up again.</p>", "status": "resolved", "cascade": {"children": [child], "resolve": True}}
    answer = jana.post(f"tickets/{parent}/messages", given)
    assert answer.status_code == 201
    cast.work()
    assert last(jana, child)["text"] == "Up again."
    assert jana.get(f"tickets/{child}").json()["category"] == "resolved"


def test_an_answer_that_stands_there_goes_on_later(cast, outage):
    parent, child = outage
    jana = Api(cast, "jana")
    said = jana.post(f"tickets/{parent}/messages", {"body": "<p>Up again.</p>"}).json()["id"]
    answer = jana.post(f"tickets/{parent}/cascade", {"message": said, "children": [child]})
    assert (answer.status_code, answer.json()) == (202, {"children": [child]})
    cast.work()
    assert last(jana, child)["text"] == "Up again."


def test_what_is_no_child_is_refused_and_nothing_is_said(cast, outage):
    parent, child = outage
    jana, strange = Api(cast, "jana"), cast.ticket("Pay", desk="hr").number
    before = last(jana, parent)
    for number in (strange, 987654321, parent):
        given = {"body": "<p>Up again.</p>", "cascade": {"children": [number]}}
        refused = jana.post(f"tickets/{parent}/messages", given)
        assert refused.status_code == 422
        assert "no child of this ticket" in refused.content.decode()
    assert last(jana, parent) == before
    note = {"body": "<p>x</p>", "kind": "note", "cascade": {"children": [child]}}
    assert jana.post(f"tickets/{parent}/messages", note).status_code == 422
    assert jana.post(f"tickets/{parent}/cascade", {"children": [child]}).status_code == 422
    mara = Api(cast, "mara")
    assert mara.get(f"tickets/{parent}/cascade").status_code == 403
    written = mara.post(f"tickets/{parent}/messages", {"body": "<p>x</p>", "cascade": {"children": [child]}})
    assert written.status_code == 403
