"""Splitting tickets through the API: the new one, its messages, refusals in words, and the way back."""

import pytest

from deskhand.api.tests.test_merging_tickets import Api
from deskhand.tickets import actions


@pytest.fixture
def talk(cast):
    """Mara's ticket with words of Oliver about something else: its number and the ids of those messages."""
    ticket = cast.ticket("VPN drops")
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.oliver)
    other = cast.writes(ticket, by="oliver", html="<p>My laptop is broken.</p>")
    return ticket.number, [other.pk, cast.reply(ticket, html="<p>Bring it.</p>").pk]


@pytest.mark.postgres
def test_messages_become_a_ticket_and_go_back(cast, talk):
    number, ids = talk
    jana = Api(cast, "jana")
    seen = jana.get(f"tickets/{number}/split?messages={ids[0]}&messages={ids[1]}").json()
    assert (seen["requester"], seen["messages"], seen["losing"]) == ("Oliver Brandt", 2, ["Mara Lindqvist"])
    answer = jana.post(f"tickets/{number}/split", {"messages": ids, "subject": "Laptop"})
    assert answer.status_code == 201
    assert answer.headers["ETag"]
    there = answer.json()
    assert (there["subject"], there["requester"]) == ("Laptop", "oliver@nordwind.example")
    items = jana.get(f"tickets/{there['number']}/messages").json()["items"]
    assert [(one["id"], one["ticket"]) for one in items] == [(pk, there["number"]) for pk in ids]
    assert len(jana.get(f"tickets/{number}/messages").json()["items"]) == 1
    linked = jana.get(f"tickets/{number}/links").json()["items"]
    assert [one["ticket"] for one in linked] == [there["number"]]
    back = jana.post(f"tickets/{there['number']}/unsplit", {})
    assert (back.status_code, back.json()["number"]) == (200, number)
    assert len(jana.get(f"tickets/{number}/messages").json()["items"]) == 3
    assert jana.post(f"tickets/{number}/unsplit", {}).status_code == 409


def test_the_new_ticket_can_be_somebody_elses(cast, talk):
    number, ids = talk
    given = {"messages": ids, "requester": "huimin@kestrel.example"}
    answer = Api(cast, "jana").post(f"tickets/{number}/split", given)
    assert answer.json()["requester"] == "huimin@kestrel.example"


def test_refusals_are_in_words_and_requesters_split_nothing(cast, talk):
    number, ids = talk
    jana = Api(cast, "jana")
    first = jana.get(f"tickets/{number}/messages").json()["items"][0]["id"]
    refused = jana.post(f"tickets/{number}/split", {"messages": [first]})
    assert refused.status_code == 422
    assert "stays here" in refused.content.decode()
    assert jana.post(f"tickets/{number}/split", {"messages": []}).status_code == 422
    strange = jana.post(f"tickets/{number}/split", {"messages": [cast.ticket("x", desk="hr").messages.get().pk]})
    absent = jana.post(f"tickets/{number}/split", {"messages": [987654]})
    assert strange.json() | {"instance": ""} == absent.json() | {"instance": ""}
    assert Api(cast, "mara").post(f"tickets/{number}/split", {"messages": ids}).status_code == 403
    assert Api(cast, "hanna").post(f"tickets/{number}/split", {"messages": ids}).status_code == 404
    assert Api(cast, "arno").post(f"tickets/{number}/split", {"messages": ids}).status_code == 403
