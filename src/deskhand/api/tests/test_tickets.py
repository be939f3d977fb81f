"""Opening, reading and changing tickets by the API."""

import pytest

from deskhand.kernel.models import Event
from deskhand.tickets import actions
from deskhand.tickets.models import Ticket
from deskhand.tickets.tests.facts import facts


def test_a_requester_opens_a_ticket_for_herself(cast, call):
    answer = call("mara").post("/tickets", {"subject": "VPN drops", "body": "<p>Since <b>today</b>.</p>"})
    ticket = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/tickets/{ticket['number']}"
    assert answer.headers["ETag"] == f'"{ticket["number"]}-1"'
    assert (ticket["subject"], ticket["desk"], ticket["status"], ticket["channel"]) == ("VPN drops", "it", "new", "api")
    assert (ticket["requester"], ticket["requester_name"]) == ("mara@kestrel.example", "Mara Lindqvist")
    assert facts(Ticket.objects.within(cast.it).get()) == ["ticket.created"]


def test_an_agent_opens_a_ticket_for_somebody_new_with_everything_set(cast, call):
    ticket = (
        call("jana")
        .post(
            "/tickets",
            {
                "subject": "Badge",
                "body": "<p>Lost</p>",
                "requester": "New.One@Kestrel.example",
                "kind": "service_request",
                "priority": "high",
                "team": "service desk",
                "assignee": "ben@eberfeld.example",
                "tags": ["Badge Lost"],
                "followers": ["huimin@kestrel.example"],
            },
        )
        .json()
    )
    assert ticket["requester"] == "new.one@kestrel.example" and ticket["organization"] == "Kestrel Biotech"
    assert (ticket["kind"], ticket["priority"], ticket["team"]) == ("service_request", "high", "Service Desk")
    assert ticket["assignee"] == "ben@eberfeld.example" and ticket["category"] == "open"
    assert ticket["tags"] == ["badge-lost"]
    assert [one["name"] for one in call("jana").get(f"/tickets/{ticket['number']}/followers").json()["items"]] == [
        "Hui Min Tan"
    ]


@pytest.mark.parametrize(
    "more", [{"requester": "oliver@nordwind.example"}, {"assignee": "jana@eberfeld.example"}, {"tags": ["x"]}]
)
def test_a_requester_cannot_say_what_is_for_staff(cast, call, more):
    answer = call("mara").post("/tickets", {"subject": "VPN", "body": "<p>x</p>", **more})
    assert answer.status_code == 403
    assert not Ticket.objects.within(cast.it).exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"body": "<p>x</p>"}, "subject"),
        ({"subject": "", "body": "<p>x</p>"}, "subject"),
        ({"subject": "x" * 301, "body": "<p>x</p>"}, "subject"),
        ({"subject": "x\0", "body": "<p>x</p>"}, "subject"),
        ({"subject": "   ", "body": "<p>x</p>"}, "subject"),
        ({"subject": "x", "body": "<p> </p>"}, "body"),
        ({"subject": "x", "body": 5}, "body"),
        ({"subject": "x", "body": "<p>x</p>", "sujbect": "y"}, "sujbect"),
        ({"subject": "x", "body": "<p>x</p>", "kind": "riddle"}, "kind"),
        ({"subject": "x", "body": "<p>x</p>", "desk": "nowhere"}, "desk"),
        ({"subject": "x", "body": "<p>x</p>", "team": "Astronauts"}, "team"),
        ({"subject": "x", "body": "<p>x</p>", "assignee": "mara@kestrel.example"}, "assignee"),
        ({"subject": "x", "body": "<p>x</p>", "requester": "no address"}, "requester"),
        ({"subject": "x", "body": "<p>x</p>", "attachments": ["made-up"]}, "attachments"),
        ({"subject": "x", "body": "<p>x</p>", "tags": ["t" * 61]}, "tags"),
        ({"subject": "x", "body": "<p>x</p>", "tags": ["a", 1]}, "tags.1"),
    ],
)
def test_wrong_input_is_answered_with_the_field_that_is_wrong(cast, call, body, field):
    answer = call("jana").post("/tickets", body)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert answer.json()["errors"][0]["detail"]
    assert not Ticket.objects.within(cast.it).exists()


def test_what_is_no_json_is_malformed(cast, call):
    for body in (b"{", b"\xff\xfe", b"[1", b"subject=x"):
        answer = call("jana").post("/tickets", body)
        assert (answer.status_code, answer.json()["type"]) == (400, "/api/v1/docs#problem-malformed")
    assert call("jana").post("/tickets", b"[1, 2]").status_code == 422


def test_a_text_over_the_limit_is_too_large(cast, call):
    assert call("jana").post("/tickets", {"subject": "x", "body": "x" * 1_000_001}).status_code == 413
    assert call("jana").post("/tickets", b'{"subject": "' + b"x" * 6_000_000 + b'"}').status_code == 413


def test_scripts_in_a_body_are_taken_out_before_anybody_reads_them(cast, call):
    html = '<p onclick="x()">Hi<script>alert(1)</script><img src=x onerror=alert(1)></p>'
    number = call("mara").post("/tickets", {"subject": "<b>bold</b>", "body": html}).json()["number"]
    body = call("jana").get(f"/tickets/{number}/messages").json()["items"][0]["body"]
    assert "script" not in body and "onclick" not in body and "onerror" not in body and "Hi" in body


def test_an_agent_changes_fields_and_the_history_says_why(cast, call):
    ticket = cast.ticket()
    answer = call("jana").patch(
        f"/tickets/{ticket.number}",
        {
            "subject": "VPN drops hourly",
            "priority": "urgent",
            "status": "on_hold",
            "team": "Service Desk",
            "assignee": "jana@eberfeld.example",
            "tags": ["vpn", "home"],
            "requester": "huimin@kestrel.example",
            "kind": "question",
            "reason": "As agreed",
        },
    )
    changed = answer.json()
    assert answer.status_code == 200
    assert (changed["subject"], changed["priority"], changed["status"]) == ("VPN drops hourly", "urgent", "on_hold")
    assert (changed["team"], changed["assignee_name"], changed["tags"]) == (
        "Service Desk",
        "Jana Vogt",
        ["home", "vpn"],
    )
    assert changed["requester_name"] == "Hui Min Tan" and changed["kind"] == "question"
    assert Event.objects.get(code="ticket.priority_changed").reason == "As agreed"
    freed = call("jana").patch(f"/tickets/{ticket.number}", {"assignee": None, "team": None}).json()
    assert freed["assignee"] is None and freed["team"] is None


def test_a_change_of_an_old_version_is_stale_and_changes_nothing(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    etag = jana.get(f"/tickets/{ticket.number}").headers["ETag"]
    first = jana.patch(f"/tickets/{ticket.number}", {"priority": "high"}, {"If-Match": etag})
    assert first.status_code == 200 and first.headers["ETag"] != etag
    assert jana.patch(f"/tickets/{ticket.number}", {"priority": "low"}, {"If-Match": etag}).status_code == 412
    assert jana.patch(f"/tickets/{ticket.number}", {"priority": "low"}, {"If-Match": "nonsense"}).status_code == 412
    assert jana.get(f"/tickets/{ticket.number}").json()["priority"] == "high"
    weak = {"If-Match": f'"1-1", W/{first.headers["ETag"]}'}
    assert jana.patch(f"/tickets/{ticket.number}", {"priority": "low"}, weak).status_code == 200
    assert jana.patch(f"/tickets/{ticket.number}", {"priority": "normal"}, {"If-Match": "*"}).status_code == 200


def test_messages_do_not_make_a_known_version_stale(cast, call):
    ticket, jana = cast.ticket(assignee=None), call("jana")
    cast.reply(ticket)
    etag = jana.get(f"/tickets/{ticket.number}").headers["ETag"]
    cast.writes(ticket)
    assert jana.get(f"/tickets/{ticket.number}").headers["ETag"] == etag


def test_a_status_that_cannot_follow_names_those_that_can(cast, call):
    ticket = cast.ticket()
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("cancelled"))
    answer = call("jana").patch(f"/tickets/{ticket.number}", {"status": "on_hold", "priority": "high"})
    assert (answer.status_code, answer.json()["allowed"]) == (409, ["open"])
    assert call("jana").get(f"/tickets/{ticket.number}").json()["priority"] == "normal"


def test_an_unknown_status_is_answered_with_the_known_ones(cast, call):
    answer = call("jana").patch(f"/tickets/{cast.ticket().number}", {"status": "sleeping"})
    assert answer.status_code == 422
    assert "on_hold" in answer.json()["errors"][0]["detail"]


def test_a_category_stands_for_its_default_status(cast, call):
    actions.save_status(actor=cast.actor("lena"), desk=cast.it, name="Waiting for parts", category="on_hold")
    jana, ticket = call("jana"), cast.ticket()
    own = jana.patch(f"/tickets/{ticket.number}", {"status": "waiting_for_parts"}).json()
    assert (own["status"], own["category"]) == ("waiting_for_parts", "on_hold")
    assert jana.patch(f"/tickets/{ticket.number}", {"status": "on_hold"}).json()["status"] == "on_hold"


def test_a_higher_team_needs_a_note_to_hand_over(cast, call):
    ticket, jana = cast.ticket(team=cast.service_desk), call("jana")
    refused = jana.patch(f"/tickets/{ticket.number}", {"team": "Network & Access"})
    assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == "note"
    given = jana.patch(f"/tickets/{ticket.number}", {"team": "Network & Access", "note": "<p>Restarted twice.</p>"})
    assert given.json()["team"] == "Network & Access"
    assert jana.get(f"/tickets/{ticket.number}/messages").json()["items"][-1]["kind"] == "note"


def test_a_note_without_a_hand_over_is_refused_rather_than_lost(cast, call):
    refused = call("jana").patch(f"/tickets/{cast.ticket().number}", {"priority": "high", "note": "<p>Important</p>"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "note")


def test_an_auditor_changes_a_ticket_of_his_own_as_its_requester(cast, call):
    ticket, arno = cast.ticket(by="arno"), call("arno")
    assert arno.patch(f"/tickets/{ticket.number}", {"priority": "high"}).status_code == 403
    assert arno.patch(f"/tickets/{ticket.number}", {"status": "resolved"}).json()["category"] == "resolved"
    assert arno.post(f"/tickets/{ticket.number}/messages", {"body": "<p>Thanks</p>"}).json()["side"] == "requester"


def test_a_requester_resolves_and_reopens_her_ticket_and_changes_nothing_else(cast, call):
    ticket, mara = cast.ticket(), call("mara")
    assert mara.patch(f"/tickets/{ticket.number}", {"status": "resolved"}).json()["category"] == "resolved"
    assert mara.patch(f"/tickets/{ticket.number}", {"status": "open"}).json()["category"] == "open"
    refused = mara.patch(f"/tickets/{ticket.number}", {"status": "on_hold"})
    assert (refused.status_code, refused.json()["allowed"]) == (409, ["resolved", "cancelled"])
    assert mara.patch(f"/tickets/{ticket.number}", {"priority": "urgent"}).status_code == 403
    assert mara.patch(f"/tickets/{ticket.number}", {"status": "resolved", "subject": "x"}).status_code == 403


def test_the_bin_and_spam_and_back(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    path = f"/tickets/{ticket.number}"
    assert jana.delete(path).status_code == 204
    for below in ("", "/messages", "/events", "/deliveries", "/followers"):
        assert jana.get(path + below).status_code == 404
    assert jana.patch(path, {"priority": "high"}).status_code == 404
    assert jana.get("/tickets").json()["items"] == []
    assert [bool(one["deleted_at"]) for one in jana.get("/tickets", q="is:deleted").json()["items"]] == [True]
    assert jana.post(f"{path}/restore").json()["deleted_at"] is None
    assert jana.post(f"{path}/spam", {"block": False}).json()["is_spam"] is True
    assert jana.get("/tickets").json()["items"] == []
    assert jana.post(f"{path}/unspam").json()["is_spam"] is False
    assert jana.post(f"{path}/spam").status_code == 200


def test_followers_come_and_go(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    path = f"/tickets/{ticket.number}/followers"
    added = jana.post(path, {"email": "oliver@nordwind.example"})
    assert (added.status_code, added.json()["name"]) == (201, "Oliver Brandt")
    assert call("oliver").get(f"/tickets/{ticket.number}").status_code == 200
    assert jana.delete(f"{path}/{cast.oliver.pk}").status_code == 204
    assert call("oliver").get(f"/tickets/{ticket.number}").status_code == 404
    assert jana.delete(f"{path}/{cast.oliver.pk}").status_code == 404


def test_a_follower_takes_himself_out(cast, call):
    ticket = cast.ticket(followers=[cast.oliver])
    assert call("oliver").delete(f"/tickets/{ticket.number}/followers/{cast.mara.pk}").status_code == 403
    assert call("oliver").delete(f"/tickets/{ticket.number}/followers/{cast.oliver.pk}").status_code == 204
    assert call("oliver").get(f"/tickets/{ticket.number}").status_code == 404


def test_the_history_tells_every_change_in_words(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    jana.patch(f"/tickets/{ticket.number}", {"assignee": "ben@eberfeld.example", "priority": "high", "tags": ["vpn"]})
    entries = jana.get(f"/tickets/{ticket.number}/events").json()["items"]
    told = {one["code"]: (one["old"], one["new"]) for one in entries}
    assert entries[0]["code"] == "ticket.created" and entries[0]["actor"]["name"] == "Mara Lindqvist"
    assert told["ticket.assigned"] == (None, "ben@eberfeld.example")
    assert told["ticket.priority_changed"] == ("normal", "high")
    assert told["ticket.status_changed"] == ("new", "open")
    assigned = next(one for one in entries if one["code"] == "ticket.assigned")
    assert (assigned["actor"]["name"], assigned["channel"]) == ("Jana Vogt", "api")
    assert next(one for one in entries if one["code"] == "ticket.tagged")["details"] == {
        "added": ["vpn"],
        "removed": [],
    }
