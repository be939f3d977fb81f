"""What tickets hold in fields: on their pages, in forms, at the gate of resolving."""

import re

import pytest

from deskhand.accounts.actions import save_organization
from deskhand.accounts.models import DeskRole
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid
from deskhand.kernel.models import Event
from deskhand.modules.fields import actions
from deskhand.modules.fields.models import Field, Option, Value
from deskhand.modules.fields.queries import held_by, texts_by_code
from deskhand.tickets import actions as ticket_actions
from deskhand.tickets.models import Priority, Ticket


def put(cast, ticket, by="jana", **values):
    typed = {code: [one] if isinstance(one, str) else list(one) for code, one in values.items()}
    actions.set_fields(actor=cast.actor(by), ticket=ticket, values=typed)
    return texts_by_code(held_by(ticket))


def portal_form(client, desk="it"):
    page = client.get(f"/new/{desk}/").content.decode()
    return {"subject": "Help", "body": "It is broken", "stamp": re.search(r'name="stamp" value="([^"]+)"', page)[1]}


def newest():
    return Ticket.objects.beyond_walls("the test's").order_by("-pk")[0]


KEPT = (
    ("text", " Bäckerei 北 ", ["Bäckerei 北"], "Bäckerei 北"),
    ("number", "12,50", ["12.5"], "12.5"),
    ("money", "1299.9", ["1299.9"], "1,299.90 EUR"),
    ("date", "2026-03-02", ["2026-03-02"], "2026"),
    ("checkbox", "on", ["yes"], "Yes"),
    ("url", "https://example.org/a?b=1", ["https://example.org/a?b=1"], 'href="https://example.org/a?b=1"'),
    ("choice", "laptop", ["laptop"], "Laptop"),
    ("choices", ["phone", "laptop"], ["laptop", "phone"], "Laptop, Phone"),
    ("tree", "phone", ["phone"], "Phone"),
    ("person", "mara@kestrel.example", None, "Mara Lindqvist"),
    ("organization", "Kestrel Biotech", None, "Kestrel Biotech"),
)
"""A kind, what is typed, the texts that are held (None: an id), and words that the ticket then shows."""

REFUSED = (
    ("number", "twelve"),
    ("number", "1e5"),
    ("number", "9" * 15),
    ("money", "1.999"),
    ("date", "2026-02-30"),
    ("date", "20260302"),
    ("url", "javascript:alert(1)"),
    ("url", "https://"),
    ("choice", "tablet"),
    ("checkbox", "maybe"),
    ("person", "hanna@eberfeld.example"),
    ("organization", "Nowhere"),
    ("text", "x" * 1001),
)
"""A kind, and what it cannot be."""


def listed(kind):
    """What a field of this kind is made with."""
    choices = ("Laptop", "Phone") if kind in ("choice", "choices", "tree") else ()
    return choices, {"currency": "EUR"} if kind == "money" else {}


def test_each_kind_is_kept_and_shown(on, make):
    ticket, typed = on.ticket(), {}
    for kind, words, _held, _shown in KEPT:
        choices, more = listed(kind)
        make(f"Thing {kind}", kind, *choices, **more)
        typed[f"thing_{kind}"] = words
    found = put(on, ticket, **typed)
    page = on.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    for kind, _words, held, shown in KEPT:
        assert held is None or found[f"thing_{kind}"] == held, kind
        assert shown in page, kind
    assert put(on, ticket, **dict.fromkeys(typed, ())) == {}


def test_what_it_cannot_be_is_refused_in_words(on, make):
    ticket = on.ticket()
    for kind in dict(REFUSED):
        choices, more = listed(kind)
        make(f"Thing {kind}", kind, *choices, **more)
    for kind, typed in REFUSED:
        with pytest.raises(Invalid) as refusal:
            put(on, ticket, **{f"thing_{kind}": typed})
        assert refusal.value.fields[f"thing_{kind}"], (kind, typed)


def test_an_agent_fills_in_fields_on_the_ticket(on, make):
    make("Device"), make("Box", "checkbox")
    ticket, jana = on.ticket(), on.client("jana")
    page = f"/agent/tickets/{ticket.number}/fields/"
    assert 'name="fields.device"' in jana.get(page).content.decode()
    assert jana.post(page, {"fields.device": "Laptop", "fields.box": "yes", "saw": "{}"}).status_code == 302
    assert texts_by_code(held_by(ticket)) == {"box": ["yes"], "device": ["Laptop"]}
    shown = jana.get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "Laptop" in shown and "Jana Vogt filled in the fields box, device" in shown


def test_the_fact_holds_no_text_that_people_write(on, make):
    make("Remark"), make("Device", "choice", "Laptop")
    put(on, on.ticket(), remark="Mara is ill", device="laptop")
    fact = Event.objects.get(code="ticket.fields_set").values
    assert fact["fields"] == ["device", "remark"] and fact["new"] == {"device": ["laptop"]}
    assert "Mara is ill" not in str(fact)


def test_what_somebody_else_changed_meanwhile_is_not_written_over(on, make):
    make("Device"), make("Room")
    ticket = on.ticket()
    put(on, ticket, by="ben", device="Phone")
    page = f"/agent/tickets/{ticket.number}/fields/"
    jana = on.client("jana")
    assert jana.post(page, {"fields.device": "", "fields.room": "4", "saw": "{}"}).status_code == 302
    assert texts_by_code(held_by(ticket)) == {"device": ["Phone"], "room": ["4"]}
    refused = jana.post(page, {"fields.device": "Laptop", "fields.room": "4", "saw": "{}"})
    assert refused.status_code == 422 and "Somebody filled this in meanwhile" in refused.content.decode()


def test_auditors_read_fields_and_do_not_fill_them_in(on, make):
    make("Device")
    ticket = on.ticket()
    put(on, ticket, device="Laptop 7")
    page = on.client("arno").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "Laptop 7" in page and "Change fields" not in page
    assert on.client("arno").post(f"/agent/tickets/{ticket.number}/fields/", {}).status_code == 403


def test_a_requester_is_asked_what_they_may_fill_in(on, both, make):
    both("Device", "choice", "Laptop", needed="creation")
    make("Internal cost")
    mara = on.client("mara")
    page = mara.get("/new/it/").content.decode()
    assert "Device" in page and "Internal cost" not in page
    form = portal_form(mara)
    refused = mara.post("/new/it/", form)
    assert refused.status_code == 422 and "Fill in “Device”." in refused.content.decode()
    assert "It is broken" in refused.content.decode()
    assert mara.post("/new/it/", {**form, "fields.device": "laptop", "fields.internal_cost": "9"}).status_code == 302
    assert texts_by_code(held_by(newest())) == {"device": ["laptop"]}


def test_an_agent_enters_them_with_a_new_ticket_and_defaults_are_there(on, make):
    make("Device", default="Laptop")
    jana = on.client("jana")
    assert 'value="Laptop"' in jana.get("/agent/it/new/").content.decode()
    form = {"requester": "mara@kestrel.example", "channel": "phone", "subject": "S", "body": "B", "kind": "incident"}
    form |= {"priority": "normal", "first": "requester", "fields.device": "Phone"}
    assert jana.post("/agent/it/new/", form).status_code == 302
    assert texts_by_code(held_by(newest())) == {"device": ["Phone"]}


def test_a_letter_is_asked_nothing_and_begins_with_the_defaults(on, make):
    make("Device", default="Laptop")
    make("Needed", needed="creation")
    assert texts_by_code(held_by(on.ticket())) == {"device": ["Laptop"]}


def test_the_server_judges_rules_as_the_browser_does(on, both):
    both("Device", "choice", "Laptop", "Phone")
    rule = {"field": "device", "op": "is", "values": ["phone"], "not": False}
    both("Serial", needed="creation", show_if=rule)
    mara = on.client("mara")
    form = portal_form(mara)
    hidden = mara.post("/new/it/", {**form, "fields.device": "laptop", "fields.serial": "typed before"})
    assert hidden.status_code == 302 and texts_by_code(held_by(newest())) == {"device": ["laptop"]}
    form = portal_form(mara)
    assert mara.post("/new/it/", {**form, "fields.device": "phone"}).status_code == 422
    assert mara.post("/new/it/", {**form, "fields.device": "phone", "fields.serial": "17"}).status_code == 302


def test_requesters_learn_nothing_of_fields_that_only_agents_fill_in(on, make, both):
    make("Secret grade", "choice", "Hush")
    rule = {"field": "secret_grade", "op": "is", "values": ["hush"], "not": False}
    both("Never here", show_if=rule)
    both("Always here", show_if={**rule, "not": True})
    both("Below it", show_if={"field": "never_here", "op": "set", "values": [], "not": False})
    page = on.client("mara").get("/new/it/").content.decode()
    assert "Always here" in page
    assert not [word for word in ("secret_grade", "hush", "Never here", "Below it") if word in page]


def test_requesters_are_not_told_choices_that_are_archived(on, both):
    both("Project", "tree", "Titan", "Office")
    rule = {"field": "project", "op": "in", "values": ["titan", "office"], "not": False}
    both("Room", show_if=rule, need_if=rule, needed="creation")
    Field.objects.within(on.it).filter(code="project").update(default="titan")
    titan = Option.objects.within(on.it).get(code="titan")
    actions.save_option(actor=SYSTEM, field=titan.field, label="Titan Berlin", parent=titan)
    actions.archive_option(actor=SYSTEM, option=titan)
    mara, path = on.client("mara"), "/api/v1/fields/desks/it"
    page = mara.get("/new/it/").content.decode()
    told = on.client().get(path, headers=on.bearer("mara", "read")).content.decode()
    assert "office" in page and "titan" not in page.lower()
    assert "office" in told and "titan" not in told.lower()
    assert "Titan Berlin" in on.client().get(path, headers=on.bearer("jana", "read")).content.decode()
    form = portal_form(mara)
    assert mara.post("/new/it/", {**form, "fields.project": "titan"}).status_code == 422
    assert mara.post("/new/it/", {**form, "fields.project": "office"}).status_code == 422
    assert mara.post("/new/it/", {**form, "fields.project": "office", "fields.room": "4"}).status_code == 302


def test_other_kinds_of_tickets_are_not_asked(on, make):
    make("Device", ticket_kinds=["question"])
    ticket = on.ticket()
    with pytest.raises(Invalid):
        put(on, ticket, device="Laptop")
    ticket_actions.change_kind(actor=on.actor("jana"), ticket=ticket, to="question")
    assert put(on, ticket, device="Laptop")


def test_what_is_needed_is_named_before_a_ticket_is_resolved(on, make):
    make("Cause", needed="resolving")
    ticket, jana = on.ticket(), on.actor("jana")
    with pytest.raises(Invalid) as refusal:
        ticket_actions.set_status(actor=jana, ticket=ticket, to=on.status("resolved"))
    assert "Fill in “Cause”." in str(refusal.value) and "fields.cause" in refusal.value.fields
    put(on, ticket, cause="Cable")
    assert ticket_actions.set_status(actor=jana, ticket=ticket, to=on.status("resolved")).category == "resolved"


def test_lists_show_fields_as_columns_with_one_query(on, make, django_assert_num_queries):
    from deskhand.modules.fields.columns import columns

    make("Device", "choices", "Laptop", "Phone", in_list=True)
    make("Cost", "money", currency="EUR", in_list=True)
    tickets = [on.ticket(f"Number {n}") for n in range(3)]
    put(on, tickets[0], device=["laptop", "phone"], cost="1200")
    page = on.client("jana").get("/agent/it/tickets/").content.decode()
    assert "Laptop, Phone" in page and "1,200.00 EUR" in page
    with django_assert_num_queries(1):
        columns(on.it.pk, [one.pk for one in tickets])


def test_a_ticket_that_moves_shows_nothing_of_the_other_desks_fields(on, make):
    make("Device")
    ticket = on.ticket()
    put(on, ticket, device="Laptop 7")
    Ticket.objects.within(on.it).filter(pk=ticket.pk).update(desk=on.hr)
    page = on.client("hanna").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "Laptop 7" not in page and not held_by(newest())
    assert Value.objects.within(on.it).exists()


def test_people_who_are_merged_stay_in_fields(on, make):
    from deskhand.accounts.actions import create_person, merge_people

    make("Boss", "person")
    gone = create_person(actor=SYSTEM, desk_id=on.it.pk, name="Mara L", email="mara.l@kestrel.example")
    ticket = on.ticket()
    put(on, ticket, boss=str(gone.pk))
    merge_people(actor=on.actor("lena"), desk=on.it, kept=on.mara, gone=gone)
    assert texts_by_code(held_by(ticket)) == {"boss": [str(on.mara.pk)]}


def test_priority_follows_from_impact_and_urgency_until_somebody_chooses_one(on):
    lena, jana = on.client("lena"), on.actor("jana")
    lena.post("/agent/settings/it/priority-matrix/", {"on": "yes"})
    ticket = on.ticket()
    put(on, ticket, impact="many_people", urgency="cannot_work")
    ticket.refresh_from_db()
    assert ticket.priority == 4
    ticket_actions.change_priority(actor=jana, ticket=ticket, to=2)
    put(on, ticket, urgency="can_wait")
    put(on, ticket, urgency="can_work_around_it")
    ticket.refresh_from_db()
    assert ticket.priority == 2
    page = on.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "Impact and urgency say “High”" in page


def test_another_matrix_counts_from_then_on(on):
    lena = on.client("lena")
    page = "/agent/settings/it/priority-matrix/"
    lena.post(page, {"on": "yes"})
    lena.post(page, {"cell.one_person/can_wait": "urgent"})
    assert "selected" in lena.get(page).content.decode()
    ticket = on.ticket()
    put(on, ticket, impact="one_person", urgency="can_wait")
    ticket.refresh_from_db()
    assert ticket.priority == 4
    assert lena.post(page, {"cell.no/pair": "urgent"}).status_code == 422


def test_a_ticket_begins_with_a_template(on, make):
    make("Device")
    lena, jana = on.client("lena"), on.client("jana")
    page = "/agent/settings/it/ticket-templates/"
    form = {"name": "New colleague", "subject": "Somebody starts", "body": "On which day?", "kind": "service_request"}
    form |= {"priority": "high", "team": on.network.pk, "tags": "onboarding", "fields.device": "Laptop"}
    assert lena.post(page + "new/", form).headers["Location"] == page
    from deskhand.modules.fields.models import Template

    row = Template.objects.within(on.it).get()
    shown = jana.get(f"/agent/it/new/?template={row.pk}").content.decode()
    for words in ("Somebody starts", "On which day?", "onboarding", 'value="Laptop"', "New colleague"):
        assert words in shown
    lena.post(f"{page}{row.pk}/archive/")
    assert "Somebody starts" not in jana.get(f"/agent/it/new/?template={row.pk}").content.decode()


def test_requesters_read_the_fields_that_are_shown_to_them(on, both, make):
    both("Device")
    make("Internal")
    ticket = on.ticket()
    put(on, ticket, device="Laptop 7", internal="Too old")
    page = on.client("mara").get(f"/requests/{ticket.number}/").content.decode()
    assert "Laptop 7" in page and "Too old" not in page and "Internal" not in page
    found = on.client().get(f"/api/v1/fields/tickets/{ticket.number}", headers=on.bearer("mara", "read")).json()
    assert [one["code"] for one in found["items"]] == ["device"]


def test_an_id_that_somebody_makes_up_tells_no_name_of_another_desk(on, make):
    make("Boss", "person"), make("Firm", "organization")
    stranger = save_organization(actor=SYSTEM, desk_id=on.hr.pk, name="Bertrand Works", domains=["bertrand.example"])
    ticket, jana = on.ticket(), on.client("jana")
    page = f"/agent/tickets/{ticket.number}/fields/"
    for name, row in (("fields.boss_id", on.hanna), ("fields.firm_id", stranger)):
        refused = jana.post(page, {name: str(row.pk), "saw": "{}"})
        assert refused.status_code == 422 and row.name not in refused.content.decode()
    known = jana.post(page, {"fields.boss_id": str(on.mara.pk), "fields.firm_id": "0", "saw": "{}"})
    assert known.status_code == 422 and "Mara Lindqvist" in known.content.decode()


def test_somebody_who_left_the_desk_is_still_named_where_a_ticket_holds_them(on, make):
    make("Boss", "person")
    ticket = on.ticket()
    put(on, ticket, boss="ben@eberfeld.example")
    DeskRole.objects.filter(person=on.ben).delete()
    assert 'value="Ben Okafor"' in on.client("jana").get(f"/agent/tickets/{ticket.number}/fields/").content.decode()


def test_staff_who_ask_for_help_on_the_portal_are_asked_what_requesters_are(on, make, both):
    make("Internal cost", needed="creation")
    both("Device")
    jana = on.client("jana")
    page = jana.get("/new/it/").content.decode()
    assert "Device" in page and "Internal cost" not in page
    assert jana.post("/new/it/", {**portal_form(jana), "fields.device": "Laptop"}).status_code == 302
    assert newest().requester == on.jana and texts_by_code(held_by(newest())) == {"device": ["Laptop"]}


def test_staff_on_the_portal_get_the_priority_that_their_answers_say(on):
    matrix = actions.use_matrix(actor=SYSTEM, desk=on.it, on=True)
    Field.objects.within(on.it).update(seen_by="requesters", filled_by="requesters")
    chosen = {"fields.impact": "one_person", "fields.urgency": "can_wait", "stops": "much"}
    for who in ("mara", "jana"):
        client = on.client(who)
        assert client.post("/new/it/", {**portal_form(client), **chosen}).status_code == 302
        assert newest().priority == matrix.cells["one_person/can_wait"], who


@pytest.mark.parametrize("who", ["mara", "jana"])
def test_at_every_door_fields_that_only_agents_fill_in_begin_with_their_defaults(on, make, both, who):
    both("Device", "text", default="Phone")
    make("Ledger", default="4711")
    make("Grade", "number", default="3", show_if={"field": "device", "op": "set", "values": [], "not": True})
    client = on.client(who)
    client.post("/new/it/", {**portal_form(client), "fields.device": "Laptop", "fields.ledger": "mine"})
    assert texts_by_code(held_by(newest())) == {"device": ["Laptop"], "ledger": ["4711"]}
    client.post("/new/it/", {**portal_form(client), "fields.device": ""})
    assert texts_by_code(held_by(newest())) == {"ledger": ["4711"], "grade": ["3"]}
    assert texts_by_code(held_by(on.ticket(by=who))) == {"device": ["Phone"], "ledger": ["4711"]}


def test_defaults_of_agents_do_not_undo_the_urgency_that_a_requester_chose(on):
    actions.use_matrix(actor=SYSTEM, desk=on.it, on=True)
    Field.objects.within(on.it).filter(code="impact").update(default="one_person")
    Field.objects.within(on.it).filter(code="urgency").update(default="can_wait")
    mara = on.client("mara")
    form = portal_form(mara)
    assert mara.post("/new/it/", {**form, "stops": "much"}).status_code == 302
    assert newest().priority == Priority.HIGH
