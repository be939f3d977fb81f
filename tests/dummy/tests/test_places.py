"""A module of a package of its own, in every place there is: on it is seen, off it leaves no trace."""

from __future__ import annotations

import json
import re

import pytest

from deskhand.kernel import slots
from deskhand.web.places import SLOW_IN_A_ROW
from tests.e2e.letters import letter
from tests.services.service import wait_until

pytestmark = [pytest.mark.xdist_group("dummy")]


def on_a_page(who, path, words):
    return lambda dummy: words in dummy.page(who, path.format(number=dummy.number))


def after(what, word):
    def look(dummy):
        dummy.provoke(what)
        return word in dummy.marks()

    return look


def for_the_dummy(text="Hello"):
    return letter(sender="dora@kestrel.example", to="it@demo.example", subject="For the dummy", text=text).as_bytes()


def by_mail(dummy):
    dummy.mail(for_the_dummy())
    dummy.wait_for("mail_intake")
    return True


def by_two_mailboxes(dummy):
    dummy.provoke("mailbox")
    raw = for_the_dummy("Twice")
    for name in (dummy.people["mailbox"], "other"):
        dummy.run("mail", "--mailbox", name, stdin=raw)
    dummy.wait_for("mail_copy")
    return True


def by_hand(dummy):
    by_mail(dummy)
    dummy.provoke("anyway")
    return "mail_anyway" in dummy.marks()


def by_search(dummy):
    dummy.provoke("history")
    return "Imported from elsewhere" in dummy.page("agent", "/agent/it/tickets/?q=dummy:marked")


def by_holding_up(dummy):
    program, ticket = dummy.browsers["program"], f"tickets/{dummy.number}"
    has = program.get(ticket).json()
    other = "on_hold" if has["status"] != "on_hold" else "open"
    program.patch(ticket, json={"tags": [*has["tags"], "hold-up"]})
    refused = program.patch(ticket, json={"status": other})
    program.patch(ticket, json={"tags": has["tags"]})
    return refused.status_code == 422 and "The dummy wants a mark first." in refused.text


def by_its_history(dummy):
    dummy.provoke("told")
    events = [one["code"] for one in dummy.browsers["program"].get(f"tickets/{dummy.number}/events").json()["items"]]
    page = dummy.page("agent", f"/agent/tickets/{dummy.number}/")
    return "marked this for the dummy" in page and "ticket.dummy_marked" in events


def by_opening(dummy):
    new = {"subject": "Asked more", "body": "<p>Hello</p>", "desk": "it", "more": {"dummy": {"word": "hello"}}}
    assert dummy.browsers["program"].post("tickets", json=new).status_code == 201
    asks = "Dummy word" in dummy.page("agent", "/agent/it/new/") and "Dummy word" in dummy.page("requester", "/new/it/")
    return asks and "new_ticket_part hello" in dummy.marks()


def by_its_columns(dummy):
    page = dummy.page("agent", "/agent/it/tickets/")
    return "dummy cell" in page and re.search(r'class="c-due"><span class="due [a-z]+" title="The dummy', page)


def by_its_view(dummy):
    page = dummy.page("agent", "/agent/it/tickets/?view=dummy")
    named = re.search(r'href="/agent/it/tickets/\?view=dummy" title="Dummy view" aria-current="page"', page)
    return named and ("The dummy marked nothing." in page or "Imported from elsewhere" in page)


def by_sorting(dummy):
    page = dummy.page("agent", "/agent/it/tickets/?q=number:%3E1&sort=dummy")
    first = re.findall(r'data-row="(\d+)"', page)[0]
    listed = dummy.browsers["program"].get("tickets", params={"sort": "-dummy", "limit": 1}).json()["items"]
    usual = re.findall(r'data-row="(\d+)"', dummy.page("agent", "/agent/it/tickets/?q=number:%3E1"))[0]
    return first == str(listed[0]["number"]) != usual and "sort=-dummy" in page


def by_writing(dummy):
    return 'hx-post="/new/it/offers/"' in dummy.page("requester", "/new/it/")


SEEN = {
    "api_router": lambda dummy: "/dummy/{desk}" in dummy.page("nobody", "/api/v1/openapi.json"),
    "demo_content": lambda dummy: "demo_content" in dummy.marks(),
    "desk_made": after("desk", "desk_made second"),
    "desk_template": after("template", "desk_template hallo"),
    "desks_of_people": lambda dummy: True,  # It has nothing to show: it is asked by imports and merges.
    "history_sentence": by_its_history,
    "history_written": lambda dummy: "history_written" in dummy.marks(),
    "mail_anyway": by_hand,
    "mail_copy": by_two_mailboxes,
    "mail_filter": lambda dummy: by_mail(dummy) and "mail_filter" in dummy.marks(),
    "mail_intake": by_mail,
    "module_tells": on_a_page("administrator", "/agent/settings/it/grow/", "dummy fills module_tells"),
    "new_ticket_part": by_opening,
    "new_ticket_top": on_a_page("agent", "/agent/it/new/", "dummy fills new_ticket_top"),
    "move_notice": on_a_page("agent", "/agent/it/move/?tickets={number}&to=second", "dummy fills move_notice for 1"),
    "nav_entry": on_a_page("agent", "/agent/it/tickets/", 'href="/agent/it/dummy/"'),
    "organizations_of_desk": lambda dummy: True,  # It has nothing to show: it is asked by imports.
    "overview_top": on_a_page("agent", "/agent/it/overview/", "dummy fills overview_top"),
    "palette_command": on_a_page("agent", "/agent/palette?desk=it", "See the dummy's command"),
    "event_listener": lambda dummy: True,  # It has nothing to show: it is asked when a policy is saved.
    "person_rows": lambda dummy: True,  # It has nothing to show: it is asked by merges.
    "portal_home_top": on_a_page("requester", "/", "dummy fills portal_home_top"),
    "portal_contacts": on_a_page("requester", "/new/it/", "dummy fills portal_contacts"),
    "portal_home": on_a_page("requester", "/", "dummy fills portal_home<"),
    "portal_look": on_a_page("requester", "/new/it/", "dummy fills portal_look"),
    "known_trouble": lambda dummy: True,  # It has nothing to show: a widget of another module draws it.
    "portal_notices": lambda dummy: True,  # It has nothing to show: a home of another module puts it in its place.
    "portal_search": lambda dummy: True,  # It has nothing to show: the search of another module asks it.
    "portal_nav": on_a_page("requester", "/", "Dummy in the menu"),
    "request_offer": by_writing,
    "portal_banner": on_a_page("requester", "/", "dummy fills portal_banner"),
    "query_field": by_search,
    "request_stage": on_a_page("requester", "/requests/{number}/", "dummy fills request_stage"),
    "own_move_guard": on_a_page("requester", "/requests/{number}/", "dummy fills own_move_guard"),
    "ticket_answers": after("order", "ticket_answers dummy"),
    "approval_desk": after("order", "approval_desk dummy order"),
    "plan_desk": after("order", "plan_desk dummy order"),
    "settable_fields": after("order", "settable_fields dummy yes"),
    "plan_step": lambda dummy: True,  # Only the designer of plans shows it, where that module is on.
    "request_part": on_a_page("requester", "/requests/{number}/", "dummy fills request_part"),
    "settings_page": on_a_page("administrator", "/agent/settings/it/general/", "Dummy settings"),
    "status_gate": by_holding_up,
    "ticket_column": by_its_columns,
    "ticket_sort": by_sorting,
    "ticket_view": by_its_view,
    "ticket_panel": on_a_page("agent", "/agent/tickets/{number}/", "dummy fills ticket_panel"),
    "workspace_banner": on_a_page("agent", "/agent/it/tickets/", "dummy fills workspace_banner"),
}
"""How each place shows that the dummy fills it. A new slot needs a line here and one in ``tests/dummy/fills.py``."""


def test_each_place_shows_what_the_module_puts_there(on):
    declared = {one.name for one in slots.all_slots()}
    unfilled = on.browsers["program"].get("dummy/it").json()["unfilled"]
    assert not unfilled, f"nothing of tests/dummy is in these slots; fill them in tests/dummy/fills.py: {unfilled}"
    assert set(SEEN) == declared, f"say in SEEN how one sees these, or take them off: {sorted(set(SEEN) ^ declared)}"
    order = sorted(SEEN, key=lambda name: name == "history_written")
    empty = [name for name in order if not SEEN[name](on)]
    assert not empty, f"the module is on, but is not seen in: {empty}"
    assert on.status("administrator", "/agent/second/tickets/") == 200
    assert on.status("administrator", "/agent/second/dummy/") == 404, "on a new desk every module is off"


def test_off_on_off_on_is_as_it_was_in_every_process(dummy):
    never = dummy.seen()
    traces = [where for where, page in never.items() if "dummy" in page.lower()]
    assert not traces, f"off, and yet named: {traces}"
    assert dummy.status("agent", "/agent/it/dummy/") == dummy.status("program", "/api/v1/dummy/it") == 404
    assert "There is no field" in dummy.browsers["agent"].get("/agent/it/tickets/?q=dummy:marked").text
    dummy.switch(True)
    while_on = dummy.seen()
    dummy.switch(False)
    changed = [where for where, page in dummy.seen().items() if page != never[where]]
    assert not changed, f"off again, and not as before: {changed}"
    dummy.switch(True)
    changed = [where for where, page in dummy.seen().items() if page != while_on[where]]
    dummy.switch(False)
    assert not changed, f"on again, and not as while it was on: {changed}"
    assert not [where for where in never if never[where] == while_on[where] and "notifications" not in where[1]]


def test_both_web_processes_notice_a_switch_within_seconds(on):
    def processes():
        return {on.browsers["program"].get("dummy/it").json()["process"] for _ in range(20)}

    wait_until(lambda: len(processes()) == 2, "an answer of the second process")


def test_facts_have_their_consequences_and_colleagues_are_told(on):
    on.send(on.browsers["administrator"], "/agent/it/dummy/")
    on.wait_for("afterwards")
    on.wait_for("tick")
    assert {"left by hand", "together"} <= set(on.marks())
    assert "dummy told you" in on.page("agent", "/agent/notifications/")
    on.switch(False)
    assert "dummy told you" not in on.page("agent", "/agent/notifications/")
    assert "dummy kind" not in on.page("agent", "/me/notifications/")
    on.switch(True)
    assert "dummy kind" in on.page("agent", "/me/notifications/")


COMES_DUE = """
import time
from deskhand.jobs.models import Job

later = Job.objects.filter(name="tests.dummy.jobs.later")
assert later.filter(state="ready").update(due_ms=0) == 1
deadline = time.monotonic() + 180
while not later.filter(state="parked").exists():
    assert time.monotonic() < deadline, list(later.values("state", "error"))
    time.sleep(0.1)
"""
"""The hour of the job has come; waits until it is parked."""
KEPT = re.compile(r'kept for modules that are off</dt><dd class="font-semibold">(\d+)</dd>')


def test_work_that_comes_due_while_the_module_is_off_waits_and_is_offered_to_it(on):
    on.provoke("job")
    on.switch(False)
    on.run("manage", "shell", "-c", COMES_DUE)
    kept = KEPT.search(on.page("administrator", "/agent/settings/background-work/"))[1]
    assert kept in ("1", "2")  # Work by the clock that was put at the moment of switching may be kept beside it.
    on.switch(True)
    on.wait_for("later")
    before = on.marks()[: on.marks().index("later")]
    assert [one for one in before if one.startswith("offered ")][-1] == f"offered {kept}"


def test_its_pages_and_routes_are_there_for_its_desk_alone(on):
    assert on.status("agent", "/agent/it/dummy/") == 200
    assert on.status("agent", "/agent/elsewhere/dummy/") == on.status("program", "/api/v1/dummy/elsewhere") == 404
    assert on.status("requester", "/agent/it/dummy/") == 404
    document = json.loads(on.page("nobody", "/api/v1/openapi.json"))
    assert "/api/v1/dummy/{desk}" in document["paths"]
    assert "Leave dummy marks" in on.page("administrator", "/agent/settings/it/permissions/")


@pytest.mark.parametrize(
    ("who", "path", "place"),
    [
        ("agent", "/agent/tickets/{number}/", "ticket_panel"),
        ("agent", "/agent/it/overview/", "overview_top"),
        ("agent", "/agent/it/tickets/", "workspace_banner"),
        ("requester", "/", "portal_banner"),
    ],
)
def test_a_part_that_breaks_leaves_the_page_and_a_line_in_the_log(on, who, path, place):
    page = on.page(who, f"{path.format(number=on.number)}?dummy=raise")
    assert f"dummy fills {place}" not in page
    assert "Could not be shown just now." in page
    assert f"dummy breaks {place}" in on.log


def test_a_part_that_is_slow_is_slow_once_and_then_rests(on):
    # The last of the file: the part is missing from one process's pages for a minute.
    path = f"/agent/tickets/{on.number}/"
    for _slow in range(2 * SLOW_IN_A_ROW):  # Either of two processes may answer; one of them has had enough then.
        on.page("agent", f"{path}?dummy=slow")
    wait_until(lambda: "Could not be shown just now." in on.page("agent", path), "the slow part's rest")
    assert "and rests for 60 s" in on.log
