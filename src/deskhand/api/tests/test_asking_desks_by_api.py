"""Requests between desks through the API: asked, read, answered and withdrawn, and nothing of either desk beyond."""

import pytest

from deskhand.api.tests.test_merging_tickets import Api
from deskhand.tickets import actions
from deskhand.tickets.models import DeskRequest

pytestmark = pytest.mark.postgres
ASKED = {"desk": "hr", "subject": "A desk for Mara", "text": "Room 4, please."}


def test_a_script_asks_another_desk_and_reads_its_answer(cast):
    ticket = cast.ticket("Secret of Mara")
    jana, path = Api(cast, "jana"), f"tickets/{ticket.number}/desk-requests"
    made = jana.post(path, ASKED | {"wait": True})
    assert (made.status_code, made.json()["desk"], made.json()["is_waiting"]) == (201, "Human Resources", True)
    row = DeskRequest.objects.within(cast.it).get()
    cast.reply(row.asked, by="hanna", html="<p>On Friday.</p>")
    cast.note(row.asked, by="hanna")
    talk = jana.get(f"{path}/{row.pk}").json()
    assert [(one["side"], one["text"]) for one in talk["messages"]] == [
        ("requester", "Room 4, please."),
        ("agent", "On Friday."),
    ]
    said = Api(cast, "ben").post(f"{path}/{row.pk}/messages", {"text": "By the window."})
    assert (said.status_code, said.json()["author"]) == (201, "Ben Okafor")
    assert jana.post(f"{path}/{row.pk}/withdraw", {}).json()["category"] == "cancelled"
    assert jana.post(f"{path}/{row.pk}/withdraw", {}).status_code == 409
    assert [one["id"] for one in jana.get(path).json()["items"]] == [row.pk]


def test_only_those_who_answer_the_ticket_ask_and_only_desks_that_one_may_ask(cast):
    ticket = cast.ticket("Secret of Mara")
    path = f"tickets/{ticket.number}/desk-requests"
    assert [Api(cast, one).post(path, ASKED).status_code for one in ("arno", "hanna", "mara")] == [403, 404, 403]
    jana = Api(cast, "jana")
    for wrong, field in (({"desk": "it"}, "desk"), ({"desk": "no"}, "desk"), ({"files": ["x"]}, "files")):
        refused = jana.post(path, ASKED | wrong)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    jana.post(path, ASKED)
    row = DeskRequest.objects.within(cast.it).get()
    assert Api(cast, "hanna").get(f"tickets/{row.asked.number}/desk-requests").json()["items"] == []
    assert Api(cast, "hanna").get(f"{path}/{row.pk}").status_code == 404
    other = cast.ticket("Another one")
    assert jana.get(f"tickets/{other.number}/desk-requests/{row.pk}").status_code == 404
    actions.delete(actor=cast.actor("hanna"), ticket=row.asked)
    assert jana.get(f"{path}/{row.pk}").json()["messages"] == []
