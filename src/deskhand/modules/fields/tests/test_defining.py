"""Which fields a desk asks: who says so, and what becomes of them."""

import threading

import pytest
from django.db import connection

from deskhand.accounts.actions import switch_module
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.models import Event
from deskhand.modules.fields import actions
from deskhand.modules.fields.models import Field, Option
from deskhand.modules.fields.queries import in_order
from tests.cast import make_cast

PAGE = "/agent/settings/it/fields/"


def posted(**other):
    usual = {"label": "Cost centre", "kind": "text", "seen_by": "agents", "filled_by": "agents", "needed": "never"}
    return usual | other


def named(cast, code, desk="it"):
    return Field.objects.within(getattr(cast, desk)).get(code=code)


def test_an_administrator_makes_a_field_and_its_code_is_made_of_the_label(on):
    lena = on.client("lena")
    assert lena.post(PAGE + "new/", posted()).headers["Location"] == PAGE
    assert named(on, "cost_centre").label == "Cost centre"
    assert "Cost centre" in lena.get(PAGE).content.decode()
    assert Event.objects.filter(code="field.created", actor_id=on.lena.pk).count() == 1


def test_a_list_is_led_on_to_its_choices(on):
    lena = on.client("lena")
    answer = lena.post(PAGE + "new/", posted(label="Device", kind="choice"))
    choices = answer.headers["Location"]
    lena.post(choices, {"label": "Laptop"})
    lena.post(choices, {"label": "Phone"})
    page = lena.get(choices).content.decode()
    assert "Laptop" in page and "Phone" in page
    again = lena.post(choices, {"label": "Laptop"})
    assert again.status_code == 422 and "There is one of that name already." in again.content.decode()


def test_agents_do_not_decide_what_is_asked(on, make):
    field = make("Device")
    assert on.client("priya").get(PAGE).status_code == 403
    assert on.client("priya").post(PAGE + "new/", posted()).status_code == 403
    with pytest.raises(Denied):
        actions.archive_field(actor=on.actor("priya"), field=field)


def test_what_cannot_be_taken_is_said_at_its_field_and_what_was_typed_stays(on, make):
    make("Device")
    answer = on.client("lena").post(PAGE + "new/", posted(code="device", help="Still here"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Another field of this desk has this code" in page and "Still here" in page


@pytest.mark.parametrize("code", ["status", "is", "prio", "from"])
def test_a_word_of_the_search_is_no_code(on, code):
    with pytest.raises(Invalid) as refusal:
        actions.save_field(actor=SYSTEM, desk=on.it, details=actions.Details(label="X", code=code))
    assert "code" in refusal.value.fields


def test_requesters_do_not_choose_among_the_people_of_a_desk(on):
    details = actions.Details(label="Boss", kind="person", seen_by="requesters", filled_by="requesters")
    with pytest.raises(Invalid) as refusal:
        actions.save_field(actor=SYSTEM, desk=on.it, details=details)
    assert "filled_by" in refusal.value.fields


def test_rules_that_wait_for_each_other_are_refused(on, make):
    one, other = make("One"), make("Other")
    rule = {"field": "other", "op": "set", "values": [], "not": False}
    actions.save_field(actor=SYSTEM, desk=on.it, field=one, details=actions.Details(label="One", show_if=rule))
    back = {"field": "one", "op": "set", "values": [], "not": False}
    with pytest.raises(Invalid) as refusal:
        actions.save_field(actor=SYSTEM, desk=on.it, field=other, details=actions.Details(label="Other", show_if=back))
    assert "show_if" in refusal.value.fields


def test_fields_change_their_places_by_buttons(on, make):
    first, second = make("First"), make("Second")
    on.client("lena").post(f"{PAGE}{second.pk}/move/", {"way": "up"})
    assert list(Field.objects.within(on.it).in_use()) == [second, first]
    on.client("lena").post(f"{PAGE}{second.pk}/move/", {"way": "up"})
    assert list(Field.objects.within(on.it).in_use()) == [second, first]


def test_an_archived_field_is_asked_no_more_and_tickets_keep_what_they_hold(on, make):
    field, ticket = make("Device"), on.ticket()
    actions.set_fields(actor=on.actor("jana"), ticket=ticket, values={"device": ["Laptop 7"]})
    jana, lena = on.client("jana"), on.client("lena")
    assert "Laptop 7" in jana.get(f"/agent/tickets/{ticket.number}/").content.decode()
    lena.post(f"{PAGE}{field.pk}/archive/")
    assert "Laptop 7" not in jana.get(f"/agent/tickets/{ticket.number}/").content.decode()
    lena.post(f"{PAGE}{field.pk}/restore/")
    assert "Laptop 7" in jana.get(f"/agent/tickets/{ticket.number}/").content.decode()


def test_a_category_is_renamed_and_moved_and_its_tickets_keep_it(on, make):
    tree = make("Category", "tree", "Hardware", "Software")
    hardware, software = Option.objects.within(on.it).order_by("pk")
    vpn = actions.save_option(actor=SYSTEM, field=tree, label="VPN", parent=hardware)
    ticket = on.ticket()
    actions.set_fields(actor=on.actor("jana"), ticket=ticket, values={"category": ["vpn"]})
    lena = on.client("lena")
    lena.post(f"/agent/settings/it/field-choices/{vpn.pk}/", {"label": "Remote access", "parent": software.pk})
    page = on.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "Software › Remote access" in page
    lena.post(f"/agent/settings/it/field-choices/{software.pk}/archive/")
    assert set(Option.objects.within(on.it).filter(is_archived=True)) == {software, vpn}
    assert "Software › Remote access" in on.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert [one.code for one in in_order(list(Option.objects.within(on.it)))] == ["hardware", "software", "vpn"]


def test_a_node_does_not_lie_below_itself(on, make):
    tree = make("Category", "tree", "Hardware")
    top = Option.objects.within(on.it).get()
    below = actions.save_option(actor=SYSTEM, field=tree, label="Laptop", parent=top)
    with pytest.raises(Invalid):
        actions.save_option(actor=SYSTEM, field=tree, label="Hardware", option=top, parent=below)


def test_the_history_of_the_settings_says_what_changed(on, make):
    field = make("Device")
    details = actions.Details(label="Machine", needed="resolving")
    actions.save_field(actor=on.actor("lena"), desk=on.it, field=field, details=details)
    page = on.client("lena").get("/agent/settings/it/history/fields/").content.decode()
    assert "Lena Hartmann" in page and "Machine" in page and "Before the ticket is resolved" in page


@pytest.fixture
def ruled(on, make):
    """A field whose rules name a field that is archived since."""
    other = make("Device", "choice", "Laptop", "Phone")
    rule = {"field": "device", "op": "is", "values": ["laptop"], "not": False}
    field = make("Serial", show_if=rule, need_if={**rule, "not": True}, needed="creation")
    actions.archive_field(actor=SYSTEM, field=other)
    return field


def test_a_rule_that_names_an_archived_field_stays_when_the_form_is_saved(on, ruled):
    lena, page = on.client("lena"), f"{PAGE}{ruled.pk}/"
    assert "Device (device) · archived" in lena.get(page).content.decode()
    kept = {"show_if_field": "device", "show_if_op": "in", "show_if": "laptop"}
    kept |= {"need_if_field": "device", "need_if_op": "not_in", "need_if": "laptop", "needed": "creation"}
    assert lena.post(page, posted(label="Serial number", **kept)).status_code == 302
    row = named(on, "serial")
    assert (row.label, row.show_if, row.need_if) == ("Serial number", ruled.show_if, ruled.need_if)
    other = lena.post(page, posted(label="Serial", **kept | {"show_if": "phone"}))
    assert other.status_code == 422 and "Choose another field of this desk." in other.content.decode()
    lena.post(page, posted(label="Serial"))
    assert named(on, "serial").show_if is None
    assert "(device)" not in lena.get(page).content.decode()


def test_a_program_changes_a_label_beside_a_rule_that_names_an_archived_field(on, ruled):
    headers, path = on.bearer("lena"), f"/api/v1/fields/definitions/{ruled.pk}"
    sent = {"content_type": "application/json", "headers": headers}
    assert on.client().patch(path, {"label": "Serial number"}, **sent).json()["show_if"] == ruled.show_if
    rule = ruled.show_if | {"not": True}
    assert on.client().patch(path, {"show_if": rule}, **sent).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_the_same_at_once_the_second_finds_what_the_first_made():
    cast = make_cast()
    switch_module(actor=SYSTEM, desk=cast.it, module="fields", on=True)
    together, refused = threading.Barrier(2), []

    def press():
        try:
            together.wait(180)
            actions.use_matrix(actor=SYSTEM, desk=cast.it, on=True)
            together.wait(180)
            actions.save_field(actor=SYSTEM, desk=cast.it, details=actions.Details(label="Device", code="device"))
        except Invalid as refusal:
            refused.append(list(refusal.fields))
        finally:
            connection.close()

    pressing = [threading.Thread(target=press) for _finger in range(2)]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join()
    assert refused == [["code"]]
    assert list(Field.objects.within(cast.it).values_list("code", flat=True)) == ["impact", "urgency", "device"]
