"""Services and locations: two lists of a desk, and what tickets have of them."""

from __future__ import annotations

import pytest

from deskhand.accounts.actions import create_person, edit_desk, save_location
from deskhand.accounts.models import Location
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.kernel.models import Event
from deskhand.portal.tests.forms import stamp_on
from deskhand.tickets import actions
from deskhand.tickets.models import Macro, Service, Ticket

SETTINGS = "/agent/settings/it"


@pytest.fixture
def lists(cast):
    """IT provides VPN and mail in Hamburg and Köln; Human Resources does payroll in Kiel."""
    lena, hanna = cast.actor("lena"), cast.actor("hanna")
    cast.vpn, cast.mail = (actions.save_service(actor=lena, desk=cast.it, name=name) for name in ("VPN", "Mail"))
    cast.hamburg, cast.koeln = (save_location(actor=lena, desk=cast.it, name=name) for name in ("Hamburg", "Büro Köln"))
    cast.payroll = actions.save_service(actor=hanna, desk=cast.hr, name="Payroll")
    cast.kiel = save_location(actor=hanna, desk=cast.hr, name="Kiel")
    return cast


def sits(person, where):
    person.location = where
    person.save(update_fields=["location"])


def facts(ticket, code):
    found = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, code=code).order_by("id")
    return [one.values for one in found]


def test_a_desk_without_lists_shows_nothing_of_them(cast):
    jana, ticket = cast.client("jana"), cast.ticket()
    for page in (f"/agent/tickets/{ticket.number}/", "/agent/it/new/", "/agent/it/tickets/", "/new/it/"):
        answer = jana.get(page, follow=True)
        shown = answer.text
        assert answer.status_code == 200, page
        assert "prop-service" not in shown and "prop-location" not in shown
        assert 'name="service"' not in shown and 'name="location"' not in shown, page


def test_a_ticket_is_for_where_the_affected_person_sits_else_the_requester(lists):
    sits(lists.mara, "  buro   KOLN ")
    sits(lists.oliver, "Hamburg")
    assert lists.ticket().location == lists.koeln
    assert lists.ticket(affected=lists.oliver).location == lists.hamburg
    assert lists.ticket(location=lists.hamburg).location == lists.hamburg
    sits(lists.oliver, "")
    assert lists.ticket(affected=lists.oliver).location == lists.koeln
    sits(lists.mara, "Atlantis")
    assert lists.ticket().location is None


def test_what_was_put_away_is_given_to_no_new_ticket(lists):
    sits(lists.mara, "Hamburg")
    save_location(actor=lists.actor("lena"), desk=lists.it, location=lists.hamburg, name="Hamburg", is_active=False)
    assert lists.ticket().location is None
    with pytest.raises(Invalid):
        lists.ticket(location=Location.objects.within(lists.it).get(pk=lists.hamburg.pk))
    with pytest.raises(Invalid):
        lists.ticket(service=lists.payroll)


def test_an_agent_chooses_both_for_a_new_ticket(lists):
    shown = lists.client("jana").get("/agent/it/new/").text
    assert "Büro Köln" in shown and "Payroll" not in shown and "Kiel" not in shown
    typed = {
        "requester": "mara@kestrel.example",
        "channel": "phone",
        "subject": "VPN",
        "body": "Drops.",
        "kind": "incident",
    }
    typed |= {"priority": "normal", "first": "requester", "service": lists.vpn.pk, "location": lists.hamburg.pk}
    assert lists.client("jana").post("/agent/it/new/", typed).status_code == 302
    ticket = Ticket.objects.within(lists.it).get(subject="VPN")
    assert (ticket.service, ticket.location) == (lists.vpn, lists.hamburg)
    (opened,) = facts(ticket, "ticket.created")
    assert (opened["service"], opened["location"]) == (lists.vpn.pk, lists.hamburg.pk)
    assert lists.client("jana").post("/agent/it/new/", typed | {"service": lists.payroll.pk}).status_code == 422


def test_requesters_choose_where_the_desk_says_so(lists):
    mara = lists.client("mara")
    assert 'name="service"' not in mara.get("/new/it/").text
    edit_desk(actor=lists.actor("lena"), desk=lists.it, asks_service=True)
    shown = mara.get("/new/it/").text
    assert 'name="service"' in shown and 'name="location"' not in shown
    typed = {
        "subject": "VPN",
        "body": "It drops.",
        "stamp": stamp_on(mara.get("/new/it/")),
        "service": lists.vpn.pk,
        "location": lists.hamburg.pk,
    }
    assert mara.post("/new/it/", typed).status_code == 302
    ticket = Ticket.objects.within(lists.it).get(subject="VPN")
    assert (ticket.service, ticket.location) == (lists.vpn, None)


def test_a_location_that_nobody_chose_follows_the_requester_and_the_affected_person(lists):
    sits(lists.mara, "Büro Köln")
    sits(lists.oliver, "Hamburg")
    jana, ticket = lists.actor("jana"), lists.ticket()
    assert ticket.location == lists.koeln
    assert actions.change_requester(actor=jana, ticket=ticket, to=lists.oliver).location == lists.hamburg
    assert actions.change_affected(actor=jana, ticket=ticket, to=lists.mara).location == lists.koeln
    assert actions.change_affected(actor=jana, ticket=ticket, to=None).location == lists.hamburg
    page = lists.client("jana").get(f"/agent/tickets/{ticket.number}/").text
    assert "changed the location from Büro Köln to Hamburg" in page
    told = [one for one in facts(ticket, "ticket.changed") if one["field"] == "location"]
    assert [one["is_following"] for one in told] == [True, True, True]
    undone = lists.ticket()
    actions.change_requester(actor=jana, ticket=undone, to=lists.oliver)
    change = Event.objects.filter(subject_id=undone.pk, code="ticket.changed").order_by("id").first()
    actions.undo_change(actor=jana, ticket=undone, change=change.pk)
    undone.refresh_from_db()
    assert (undone.requester, undone.location) == (lists.mara, lists.koeln)


def test_a_location_that_somebody_chose_stays_when_the_requester_changes(lists):
    sits(lists.mara, "Büro Köln")
    sits(lists.oliver, "Hamburg")
    jana, chosen, none = lists.actor("jana"), lists.ticket(location=lists.koeln), lists.ticket()
    actions.change_location(actor=jana, ticket=none, to=None)
    for ticket in (chosen, none):
        actions.change_requester(actor=jana, ticket=ticket, to=lists.oliver)
        ticket.refresh_from_db()
    assert (chosen.location, none.location) == (lists.koeln, None)


def test_they_are_changed_told_and_taken_back_on_the_ticket(lists):
    jana, ticket = lists.client("jana"), lists.ticket(service=lists.vpn)
    page = f"/agent/tickets/{ticket.number}"
    answer = jana.post(
        f"{page}/change/service",
        {"service": lists.mail.pk, "was_service": lists.vpn.pk},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200 and "Mail" in answer.text
    jana.post(f"{page}/change/location", {"location": lists.hamburg.pk, "was_location": ""})
    assert [(one["field"], one["old"], one["new"]) for one in facts(ticket, "ticket.changed")] == [
        ("service", lists.vpn.pk, lists.mail.pk),
        ("location", None, lists.hamburg.pk),
    ]
    shown = jana.get(f"{page}/").text
    assert "changed the service from VPN to Mail" in shown and "changed the location from none to Hamburg" in shown
    change = Event.objects.filter(subject_id=ticket.pk, code="ticket.changed").order_by("id").first()
    actions.undo_change(actor=lists.actor("jana"), ticket=ticket, change=change.pk)
    jana.post(f"{page}/change/location", {"location": "none"})
    ticket.refresh_from_db()
    assert (ticket.service, ticket.location) == (lists.vpn, None)


def test_another_desks_cannot_be_chosen_and_colleagues_are_not_overwritten(lists):
    jana, ticket = lists.client("jana"), lists.ticket()
    page = f"/agent/tickets/{ticket.number}/change/service"
    hx = {"headers": {"HX-Request": "true"}}
    assert jana.post(page, {"service": lists.payroll.pk}, **hx).status_code == 422
    assert "Payroll" not in jana.get("/agent/it/options/service").text
    actions.change_service(actor=lists.actor("ben"), ticket=ticket, to=lists.mail)
    clash = jana.post(page, {"service": lists.vpn.pk, "was_service": ""}, **hx)
    assert clash.status_code == 409 and "Mail" in clash.text and "VPN" in clash.text


def test_a_move_leaves_them_behind_and_its_undo_brings_them_back(lists):
    ticket = lists.ticket(service=lists.vpn, location=lists.hamburg)
    jana = lists.actor("jana")
    outcome = actions.change_many(actor=jana, numbers=[ticket.number], verb="move", value=lists.hr)
    ticket.refresh_from_db()
    assert (ticket.desk, ticket.service, ticket.location) == (lists.hr, None, None)
    (left,) = facts(ticket, "ticket.left")
    assert (left["old_service"], left["old_location"]) == (lists.vpn.pk, lists.hamburg.pk)
    actions.undo(actor=jana, undo_id=outcome.undo_id or 0)
    ticket.refresh_from_db()
    assert (ticket.desk, ticket.service, ticket.location) == (lists.it, lists.vpn, lists.hamburg)


def test_what_comes_off_a_ticket_keeps_them(lists):
    ticket = lists.ticket(service=lists.vpn, location=lists.koeln)
    message = lists.writes(ticket)
    there = actions.split(actor=lists.actor("jana"), ticket=ticket, messages=[message.pk])
    assert (there.service, there.location) == (lists.vpn, lists.koeln)


def test_names_stand_once_in_a_list_however_they_are_spelled(lists):
    lena = lists.actor("lena")
    for name in ("vpn", "ＶＰＮ", " VPN "):
        with pytest.raises(Conflict):
            actions.save_service(actor=lena, desk=lists.it, name=name)
    with pytest.raises(Conflict):
        save_location(actor=lena, desk=lists.it, name="BURO KOLN")
    for name in ("", "   ", "x" * 121):
        with pytest.raises(Invalid):
            save_location(actor=lena, desk=lists.it, name=name)
        with pytest.raises(Invalid):
            actions.save_service(actor=lena, desk=lists.it, name=name)
    assert save_location(actor=lena, desk=lists.it, location=lists.koeln, name="Büro KÖLN").name == "Büro KÖLN"
    assert actions.save_service(actor=lists.actor("hanna"), desk=lists.hr, name="VPN").desk == lists.hr


def test_leads_and_administrators_edit_the_lists_and_agents_do_not(lists):
    for name, may in (("priya", True), ("lena", True), ("jana", False)):
        client = lists.client(name)
        assert (client.get(f"{SETTINGS}/services/").status_code == 200) is may
        assert (client.get(f"{SETTINGS}/locations/").status_code == 200) is may
    with pytest.raises(Denied):
        actions.save_service(actor=lists.actor("jana"), desk=lists.it, name="Phones")
    assert lists.client("priya").post(f"{SETTINGS}/services/offer/", {"is_offered": "on"}).status_code == 403


def test_the_pages_make_change_and_put_away(lists):
    lena = lists.client("lena")
    typed = {"name": "Phones", "owner": lists.jana.pk, "description": "Desk phones", "is_active": "on"}
    assert lena.post(f"{SETTINGS}/services/new/", typed).status_code == 302
    phones = Service.objects.within(lists.it).get(name="Phones")
    assert (phones.owner, phones.description) == (lists.jana, "Desk phones")
    lena.post(f"{SETTINGS}/services/{phones.pk}/", {"name": "Telephones", "owner": lists.ben.pk, "description": ""})
    shown = lena.get(f"{SETTINGS}/services/").text
    assert "Telephones" in shown and "Ben Okafor · Not in use" in shown
    told = lena.get(f"{SETTINGS}/history/ops-services/").text
    assert "Jana Vogt" in told and "Ben Okafor" in told and "Telephones" in told
    double = lena.post(f"{SETTINGS}/locations/new/", {"name": "hamburg", "is_active": "on"})
    assert double.status_code == 422 and "already" in double.text and "hamburg" in double.text
    assert lena.post(f"{SETTINGS}/services/{lists.payroll.pk}/", typed).status_code == 404
    outsider = lena.post(f"{SETTINGS}/services/new/", typed | {"name": "X", "owner": lists.mara.pk})
    assert outsider.status_code == 422
    lena.post(f"{SETTINGS}/locations/offer/", {"is_offered": "on"})
    lists.it.refresh_from_db()
    assert (lists.it.asks_location, lists.it.asks_service) == (True, False)
    assert "Requesters choose a location" in lena.get(f"{SETTINGS}/history/ops-desk/").text


def test_nobody_owns_a_service_without_serving_its_desk(lists):
    stranger = create_person(actor=SYSTEM, name="Somebody", email="somebody@kestrel.example")
    with pytest.raises(Invalid):
        actions.save_service(actor=lists.actor("lena"), desk=lists.it, name="Phones", owner=stranger)


def test_the_page_about_a_move_says_that_they_stay_behind(lists):
    ticket, plain = lists.ticket(service=lists.vpn), lists.ticket("Plain")
    page = "/agent/it/move/?to=hr&tickets="
    words = "Service and location stay behind"
    assert words in lists.client("jana").get(f"{page}{ticket.number}").text
    assert words not in lists.client("jana").get(f"{page}{plain.number}").text


def test_many_tickets_get_them_at_once_and_lose_them_again(lists):
    numbers = [lists.ticket().number for _each in range(2)]
    jana = lists.client("jana")
    assert 'id="bulk-service"' in jana.get("/agent/it/tickets/").text
    jana.post("/agent/it/bulk", {"tickets": numbers, "service": lists.vpn.pk})
    jana.post("/agent/it/bulk", {"tickets": numbers, "location": lists.hamburg.pk})
    had = Ticket.objects.within(lists.it).filter(number__in=numbers)
    assert {(one.service_id, one.location_id) for one in had} == {(lists.vpn.pk, lists.hamburg.pk)}
    outcome = actions.change_many(actor=lists.actor("jana"), numbers=numbers, verb="service", value=None)
    assert len(outcome.changed) == 2
    assert actions.undo(actor=lists.actor("jana"), undo_id=outcome.undo_id or 0).changed == numbers
    assert {one.service_id for one in had.all()} == {lists.vpn.pk}


def test_a_macro_sets_them_and_is_taken_back(lists):
    lena, jana = lists.client("lena"), lists.actor("jana")
    assert 'name="service"' in lena.get("/agent/it/macros/new/").text
    typed = {"name": "VPN from Hamburg", "scope": "desk", "service": lists.vpn.pk, "location": lists.hamburg.pk}
    assert lena.post("/agent/it/macros/new/", typed).status_code == 302
    macro, ticket = Macro.objects.within(lists.it).get(name="VPN from Hamburg"), lists.ticket(service=lists.mail)
    assert macro.steps == {"service": lists.vpn.pk, "location": lists.hamburg.pk}
    shown = lists.client("jana").post(f"/agent/tickets/{ticket.number}/macros/", {"macro": macro.pk}).text
    assert "Mail" in shown and "VPN" in shown
    done = actions.apply_macro(actor=jana, ticket=ticket, macro=macro)
    ticket.refresh_from_db()
    assert (ticket.service, ticket.location) == (lists.vpn, lists.hamburg)
    actions.undo(actor=jana, undo_id=done.undo_id or 0)
    ticket.refresh_from_db()
    assert (ticket.service, ticket.location) == (lists.mail, None)
    actions.save_service(actor=lists.actor("lena"), desk=lists.it, service=lists.vpn, name="VPN", is_active=False)
    with pytest.raises(Invalid, match="not in use any more"):
        actions.apply_macro(actor=jana, ticket=ticket, macro=macro)


def test_the_palette_offers_them_where_there_are_any(lists):
    ticket, plain = lists.ticket(), lists.ticket(desk="hr", by="oliver")
    Location.objects.within(lists.hr).update(is_active=False)

    def keys(who, desk, number):
        found = lists.client(who).get("/agent/palette", {"desk": desk, "ticket": number})
        return {one["key"] for one in found.json()["commands"]}

    assert {"ticket:service", "ticket:location"} <= keys("jana", "it", ticket.number)
    there = keys("hanna", "hr", plain.number)
    assert "ticket:service" in there and "ticket:location" not in there
