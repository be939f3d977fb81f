"""Switching custom fields. What holds for every module is in tests/house/test_modules.py."""

import json

from django.test import Client

from deskhand.accounts.actions import switch_module
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.fields import actions
from deskhand.modules.fields.models import Field, Value
from deskhand.tickets import actions as ticket_actions


def switch(cast, on):
    switch_module(actor=SYSTEM, desk=cast.it, module="fields", on=on)


def paths():
    return {one for one in json.loads(Client().get("/api/v1/openapi.json").content)["paths"] if "/fields/" in one}


def test_off_it_asks_nothing_holds_nobody_up_and_keeps_what_tickets_hold(cast, make):
    field, ticket = make("Cause", needed="resolving", default="Cable"), cast.ticket()
    make("Must", needed="creation")
    actions.set_fields(actor=cast.actor("jana"), ticket=ticket, values={"cause": ["Laptop 7"]})
    lena, page = cast.client("lena"), f"/agent/tickets/{ticket.number}/"
    assert "Laptop 7" in lena.get(page).content.decode() and paths()
    switch(cast, False)
    switch_module(actor=SYSTEM, desk=cast.hr, module="fields", on=False)
    seen = lena.get(page).content.decode()
    assert "Laptop 7" not in seen and "filled in the field" not in seen and not paths()
    for path in ("", "new/", f"{field.pk}/"):
        assert lena.get(f"/agent/settings/it/fields/{path}").status_code == 404
    assert lena.get(f"{page}fields/").status_code == 404
    assert "There is no field" in lena.get("/agent/it/tickets/?q=cause:none").content.decode()
    token = cast.bearer("lena")
    assert Client().get(f"/api/v1/fields/tickets/{ticket.number}", headers=token).status_code == 404
    other = cast.ticket("While it is off")
    assert not Value.objects.within(cast.it).filter(ticket=other).exists()
    ticket_actions.set_status(actor=cast.actor("jana"), ticket=other, to=cast.status("resolved"))
    switch(cast, True)
    assert "Laptop 7" in lena.get(page).content.decode()
    assert Field.objects.within(cast.it).count() == 2


def test_on_for_one_desk_is_off_for_another(cast, make):
    make("Device")
    switch_module(actor=SYSTEM, desk=cast.hr, module="fields", on=False)
    ticket = cast.ticket(desk="hr", by="oliver")
    assert cast.client("hanna").get(f"/agent/tickets/{ticket.number}/fields/").status_code == 404
    headers = cast.bearer("hanna")
    assert Client().get(f"/api/v1/fields/tickets/{ticket.number}", headers=headers).status_code == 404
    assert Client().get("/api/v1/fields/desks/hr", headers=headers).status_code == 404
