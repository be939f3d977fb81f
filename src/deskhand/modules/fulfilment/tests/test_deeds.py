"""What Deskhand does by itself beyond a ticket's own fields: custom fields, letters to people outside."""

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.kernel.actor import SYSTEM
from deskhand.mail.models import OutboundMail
from deskhand.modules.fields.actions import Details, save_field
from deskhand.modules.fields.queries import held_by, texts_by_code
from deskhand.modules.fulfilment import actions, checks
from deskhand.modules.fulfilment.definition import Definition, Step
from deskhand.modules.fulfilment.tests.conftest import deed, plan, started, states

pytestmark = pytest.mark.postgres


def letter(code="write", to="vendor@acme.example", text="Please send it for {ticket.number}: {ticket.subject}."):
    return Step(code=code, kind="action", name="Write to them", says={"deed": "mail", "to": to, "value": text})


def filled(code, field, value):
    return Step(code=code, kind="action", name="Fill in", says={"deed": "field", "field": field, "value": value})


@pytest.fixture
def field(on):
    """The desk asks for a cost centre."""
    switch_module(actor=SYSTEM, desk=on.it, module="fields", on=True)
    return save_field(actor=SYSTEM, desk=on.it, details=Details(label="Cost centre", kind="text"))


def wrong(on, *steps):
    return [one.words for one in checks.problems(Definition(steps), on.it.pk) if not one.is_warning]


def test_a_custom_field_is_filled_in(on, field):
    ticket, run = started(on, filled("set", field.code, "4711"))
    assert states(run) == {"set": "done"}
    assert texts_by_code(held_by(ticket)) == {field.code: ["4711"]}
    assert wrong(on, filled("set", "nothing", "1")) == ["The desk has no such field."]


def test_the_designer_asks_which_field_and_what_it_is_set_to(on, field):
    row, lena = plan(on, deed("a")), on.client("lena")
    there = f"/agent/settings/it/plans/{row.pk}/"
    lena.post(f"{there}steps/", {"code": "a", "name": "Fill in", "deed": "field"})
    assert "Cost centre" in lena.get(f"{there}?step=a").content.decode()
    lena.post(f"{there}steps/", {"code": "a", "name": "Fill in", "deed": "field", "field": field.code, "value": "12"})
    row.refresh_from_db()
    assert row.draft["steps"][0]["says"] == {"deed": "field", "field": field.code, "value": "12"}
    assert 'value="12"' in lena.get(f"{there}?step=a").content.decode()


def test_a_field_that_is_gone_by_then_is_told_and_tried_again(on, field):
    row, ticket = plan(on, filled("set", field.code, "1")), on.ticket()
    switch_module(actor=SYSTEM, desk=on.it, module="fields", on=False)
    run = actions.start_plan(actor=on.actor("jana"), ticket=ticket, plan=row)
    on.work()
    assert states(run) == {"set": "trying"}
    page = on.client("priya").get(f"/agent/tickets/{ticket.number}/plan-runs/{run.pk}/").content.decode()
    assert "The desk has no such field any more." in page


def test_a_letter_goes_out_once_and_is_kept_as_a_note_that_the_requester_does_not_read(on):
    ticket, run = started(on, letter())
    assert states(run) == {"write": "done"}
    rows = OutboundMail.objects.within(on.it).filter(to_email="vendor@acme.example")
    assert [one.text.strip() for one in rows] == [f"Please send it for {ticket.number}: A laptop."]
    note = ticket.messages.get(kind="note")
    assert "vendor@acme.example" in note.text
    assert "vendor@acme.example" not in on.client("mara").get(f"/requests/{ticket.number}/").content.decode()
    assert not ticket.followers.filter(person__email="vendor@acme.example").exists()


def test_a_letter_needs_an_address_and_words(on):
    assert wrong(on, letter(to="nobody")) == ["Write the address that the letter goes to."]
    assert wrong(on, letter(text=" ")) == ["Choose what it is set to."]
