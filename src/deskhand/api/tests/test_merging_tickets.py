"""Merging tickets through the API: both stay readable, errors name the way out, requesters learn nothing."""

import pytest
from django.db.models import F
from django.test import Client

from deskhand.api.routes import merging_tickets
from deskhand.tickets import access
from deskhand.tickets.models import Ticket


class Api:
    """Somebody's token."""

    def __init__(self, cast, name):
        self.headers = cast.bearer(name)

    def get(self, path):
        return Client().get(f"/api/v1/{path}", headers=self.headers)

    def post(self, path, body):
        return Client().post(f"/api/v1/{path}", body, "application/json", headers=self.headers)


@pytest.fixture
def pair(cast):
    there = cast.ticket("VPN drops").number
    return cast.ticket("Tunnel is down", by="oliver", text="My secret words").number, there


@pytest.mark.postgres
def test_a_ticket_is_merged_read_and_taken_back(cast, pair):
    here, there = pair
    jana = Api(cast, "jana")
    was = jana.get(f"tickets/{here}").json()
    preview = jana.get(f"tickets/{here}/merge?into={there}").json()
    assert (preview["hear"], preview["others"]) == (["Mara Lindqvist"], ["Oliver Brandt"])
    answer = jana.post(f"tickets/{here}/merge", {"into": there})
    assert answer.status_code == 200
    assert answer.headers["ETag"]
    found = jana.get(f"tickets/{here}")
    assert (found.status_code, found.json()["merged_into"], found.json()["category"]) == (200, there, "closed")
    assert jana.get(f"tickets/{there}").json()["merged_from"] == [here]
    told = jana.get(f"tickets/{there}/messages").json()["items"]
    assert [(one["ticket"], "secret" in one["text"]) for one in told] == [(there, False), (here, True)]
    assert [one["ticket"] for one in jana.get(f"tickets/{here}/messages").json()["items"]] == [here]
    written = Api(cast, "oliver").post(f"tickets/{here}/messages", {"body": "<p>Still down</p>"})
    assert (written.status_code, written.json()["ticket"]) == (201, here)
    assert "Still down" in jana.get(f"tickets/{there}/messages").content.decode()
    assert jana.post(f"tickets/{here}/unmerge", {}).status_code == 200
    now = jana.get(f"tickets/{here}").json()
    same = ("status", "requester", "assignee", "resolved_at", "closed_at", "merged_into")
    assert [now[name] for name in same] == [was[name] for name in same]
    assert len(jana.get(f"tickets/{there}/messages").json()["items"]) == 1


def test_errors_name_the_way_out(cast, pair):
    here, there = pair
    jana = Api(cast, "jana")
    assert jana.post(f"tickets/{here}/merge", {"into": here}).status_code == 422
    hr = cast.ticket("Pay", desk="hr").number
    hidden, absent = (jana.post(f"tickets/{here}/merge", {"into": one}) for one in (hr, 987654321))
    assert hidden.status_code == absent.status_code == 422
    assert str(hr) in hidden.json()["detail"]
    assert jana.post(f"tickets/{there}/unmerge", {}).status_code == 409
    jana.post(f"tickets/{here}/merge", {"into": there})
    assert jana.post(f"tickets/{there}/merge", {"into": here}).status_code == 409
    third = cast.ticket("Third").number
    refused = jana.post(f"tickets/{third}/merge", {"into": here})
    assert refused.status_code == 409
    assert str(there) in refused.json()["detail"]


def test_requesters_learn_no_number_that_they_may_not_see_and_merge_nothing(cast, pair):
    here, there = pair
    Api(cast, "jana").post(f"tickets/{here}/merge", {"into": there})
    oliver, mara = Api(cast, "oliver"), Api(cast, "mara")
    assert oliver.get(f"tickets/{here}").json()["merged_into"] is None
    assert oliver.get(f"tickets/{there}").status_code == 404
    assert mara.get(f"tickets/{there}").json()["merged_from"] == []
    assert "secret" not in mara.get(f"tickets/{there}/messages").content.decode()
    assert mara.post(f"tickets/{there}/merge", {"into": here}).status_code == 403
    assert oliver.post(f"tickets/{here}/unmerge", {}).status_code == 403
    assert oliver.get(f"tickets/{here}/merge?into={there}").status_code == 403
    Api(cast, "jana").post(f"tickets/{here}/unmerge", {})
    Api(cast, "jana").post(f"tickets/{here}/merge", {"into": there, "follow": True})
    assert oliver.get(f"tickets/{here}").json()["merged_into"] == there


def test_a_version_is_judged_on_the_ticket_as_it_is_when_it_is_held(cast, pair, monkeypatch):
    here, there = pair
    jana = Api(cast, "jana")
    known = jana.get(f"tickets/{here}").headers["ETag"]
    read = merging_tickets.served

    def changed_since(actor, number):
        found = read(actor, number)
        Ticket.objects.within(cast.it).filter(pk=found.pk).update(version=F("version") + 1)
        return found

    monkeypatch.setattr(merging_tickets, "served", changed_since)
    headers = {**jana.headers, "If-Match": known}
    answer = Client().post(f"/api/v1/tickets/{here}/merge", {"into": there}, "application/json", headers=headers)
    assert answer.status_code == 412


def test_an_answer_locks_nothing_before_it_locks_all_that_it_needs(cast, pair, monkeypatch):
    here, there = pair
    Api(cast, "jana").post(f"tickets/{here}/merge", {"into": there})
    read, locks = access.ticket_for, []

    def reading(actor, number, *, locked=False):
        locks.append(locked)
        return read(actor, number, locked=locked)

    monkeypatch.setattr(access, "ticket_for", reading)
    written = Api(cast, "oliver").post(f"tickets/{here}/messages", {"body": "<p>Still down</p>"})
    assert (written.status_code, any(locks)) == (201, False)
