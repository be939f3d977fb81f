"""Macros in the browser: the list, the form, what one would do, doing it on one ticket and on many."""

from __future__ import annotations

import pytest

from deskhand.tickets import actions
from deskhand.tickets.models import Macro, Ticket
from deskhand.tickets.tests.test_macros import macro, now

pytestmark = pytest.mark.django_db


def typed(cast, **more):
    return {"name": "Ask for a log", "scope": "desk", "priority": "high", "body_format": "text", **more}


def one(cast) -> Macro:
    return Macro.objects.within(cast.it).get()


def test_a_lead_makes_a_macro_and_agents_find_it(cast):
    client = cast.client("lena")
    text = {"message": "reply", "text": "Hello {requester.first_name}\nplease send a log"}
    hold = {"hold_unit": "mon", "hold_clock": "09:00"}
    person = {"assignee": str(cast.ben.pk), "tags": "vpn, needs log", "follow": "on", "team": str(cast.network.pk)}
    assert client.post("/agent/it/macros/new/", typed(cast, **text, **hold, **person)).status_code == 302
    row = one(cast)
    assert row.steps["hold"] == "mon@09:00" and row.steps["tags"] == ["vpn", "needs-log"]
    assert row.assign_to == cast.ben and row.steps["assignee"] == "person"
    page = cast.client("jana").get("/agent/it/macros/").text
    assert "Ask for a log" in page and "Monday at 09:00" in page and "Ben Okafor" in page
    assert "Switch off" not in page, "agents do not edit what is the desk's"
    again = client.get(f"/agent/it/macros/{row.pk}/").text
    assert 'value="09:00"' in again and "please send a log" in again


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(cast):
    client = cast.client("lena")
    answer = client.post(
        "/agent/it/macros/new/", typed(cast, message="reply", text=" ", hold_unit="h", hold_count="600")
    )
    assert answer.status_code == 422 and "At most 500 of these ahead." in answer.text and "Ask for a log" in answer.text
    nothing = client.post("/agent/it/macros/new/", {"name": "Nothing", "scope": "desk"})
    assert nothing.status_code == 422 and "A macro has to do something" in nothing.text


def test_agents_make_their_own_and_nobody_else_sees_them(cast):
    client = cast.client("jana")
    assert client.post("/agent/it/macros/new/", typed(cast, scope="desk")).status_code == 422
    assert client.post("/agent/it/macros/new/", typed(cast, scope="own")).status_code == 302
    pk = one(cast).pk
    assert "Only you" in client.get("/agent/it/macros/").text
    assert "Ask for a log" not in cast.client("lena").get("/agent/it/macros/").text
    assert cast.client("lena").get(f"/agent/it/macros/{pk}/").status_code == 404


def test_one_is_switched_off_and_on_and_moved(cast):
    client, rows = cast.client("lena"), [macro(cast, name=name) for name in ("First", "Second")]
    client.post(f"/agent/it/macros/{rows[1].pk}/shift", {"to": "up"})
    names = Macro.objects.usable_by(cast.actor("jana"), cast.it).values_list("name", flat=True)
    assert list(names) == ["Second", "First"]
    client.post(f"/agent/it/macros/{rows[0].pk}/switch")
    assert list(names.all()) == ["Second"] and "Switched off" in client.get("/agent/it/macros/").text
    client.post(f"/agent/it/macros/{rows[0].pk}/switch", {"on": "on"})
    assert list(names.all()) == ["Second", "First"]


def test_before_it_is_applied_the_page_says_what_changes_and_who_hears_it(cast):
    ticket, client = cast.ticket(), cast.client("jana")
    steps = {"priority": "high", "assignee": "me", "message": "reply", "text": "<p>Hi {requester.first_name}</p>"}
    row = macro(cast, steps)
    assert "Ask for a log" in client.get(f"/agent/tickets/{ticket.number}/macros/").text
    page = client.post(f"/agent/tickets/{ticket.number}/macros/", {"macro": row.pk}).text
    assert "Hi Mara" in page and "Mara Lindqvist" in page and "becomes" in page
    assert now(ticket).priority == 2 and now(ticket).messages.count() == 1
    cast.jana.undo_seconds = 0
    cast.jana.save(update_fields=["undo_seconds"])
    client.post(f"/agent/tickets/{ticket.number}/macros/", {"macro": row.pk, "apply": "1"})
    assert now(ticket).priority == 3 and now(ticket).messages.count() == 2


def test_the_page_names_each_refusal_and_offers_no_button_for_it(cast):
    ticket, client = cast.ticket(), cast.client("jana")
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    row = macro(cast, {"priority": "high", "hold": "3h"})
    page = client.post(f"/agent/tickets/{ticket.number}/macros/", {"macro": row.pk}).text
    assert "cannot wait: open it first" in page and 'name="apply"' not in page
    client.post(f"/agent/tickets/{ticket.number}/macros/", {"macro": row.pk, "apply": "1"})
    assert now(ticket).priority == 2


def test_a_selection_is_told_how_many_people_hear_it_and_undone_as_one(cast):
    tickets = [cast.ticket(), cast.ticket(), cast.ticket(by="huimin")]
    actions.set_status(actor=cast.actor("jana"), ticket=tickets[1], to=cast.status("resolved"))
    row = macro(cast, {"priority": "high", "hold": "3h", "message": "reply", "text": "<p>x</p>"})
    client, numbers = cast.client("jana"), ",".join(str(one.number) for one in tickets)
    chosen = client.post("/agent/it/macros/apply/", {"choose": "1", "tickets": [one.number for one in tickets]})
    assert chosen.status_code == 302
    page = client.get(f"/agent/it/macros/apply/?tickets={numbers}&macro={row.pk}").text
    assert "2 people get this answer by mail" in page and "Apply to 3 tickets" in page
    done = client.post("/agent/it/macros/apply/", {"tickets": numbers, "macro": row.pk}, follow=True).text
    assert "is applied to 2 tickets" in done and f"Not {tickets[1].number}" in done
    assert [now(one).priority for one in tickets] == [3, 2, 3]
    undo = actions.undo(actor=cast.actor("jana"), undo_id=_last_undo(cast))
    assert len(undo.changed) == 2 and [now(one).priority for one in tickets] == [2, 2, 2]


def _last_undo(cast) -> int:
    from deskhand.tickets.models import BulkUndo

    found: int = BulkUndo.objects.within(cast.it).latest("pk").pk
    return found


def test_the_picker_and_the_palette_offer_what_one_can_use(cast):
    ticket, client = cast.ticket(), cast.client("jana")
    row = macro(cast, name="Close as spam call")
    macro(cast, name="Of the network team", team=cast.network)
    offered = client.get("/agent/it/options/macro?q=spam").json()["items"]
    assert [one["id"] for one in offered] == [row.pk]
    commands = client.get(f"/agent/palette?ticket={ticket.number}").json()["commands"]
    assert [one["words"] for one in commands if one["key"].startswith("ticket:macro:")] == ["Close as spam call"]
    assert Ticket.objects.within(cast.it).get().priority == 2
