"""The named contact of an organization reads and answers its requests on the desks that named them; colleagues see
nothing of each other."""

from __future__ import annotations

import pytest

from deskhand.accounts.actions import change_person, end_contact, name_contact
from deskhand.accounts.models import Organization, OrganizationContact
from deskhand.kernel.errors import Denied, Invalid
from deskhand.tickets import actions
from deskhand.tickets.bodies import composed
from deskhand.tickets.models import Message, Ticket
from tests.cast import Cast


@pytest.fixture
def kestrel(cast: Cast) -> Organization:
    """Hui Min is the contact of Kestrel at IT."""
    found = Organization.objects.get(name="Kestrel Biotech")
    name_contact(actor=cast.actor("lena"), desk=cast.it, organization=found, person=cast.huimin)
    return found


def _page(cast: Cast, who: str, ticket: Ticket) -> int:
    return cast.client(who).get(f"/requests/{ticket.number}/").status_code


def test_colleagues_do_not_see_each_others_requests(cast: Cast):
    ticket = cast.ticket("VPN drops")
    assert _page(cast, "mara", ticket) == 200
    assert _page(cast, "huimin", ticket) == 404
    assert cast.client("huimin").get("/organization/").status_code == 404
    assert "My organization" not in cast.client("huimin").get("/").content.decode()
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.huimin)
    assert _page(cast, "huimin", ticket) == 200


def test_a_contact_lists_searches_reads_and_answers(cast: Cast, kestrel: Organization):
    ticket, other = cast.ticket("VPN drops"), cast.ticket("Printer jam")
    cast.note(ticket, html="<p>secretnote</p>")
    cast.work()
    huimin = cast.client("huimin")
    page = huimin.get("/organization/").content.decode()
    assert "VPN drops" in page and "Printer jam" in page and "Mara Lindqvist" in page
    found = huimin.get("/organization/", {"q": "printer"}).content.decode()
    assert other.subject in found and "VPN drops" not in found
    assert "Nothing is done" in huimin.get("/organization/", {"show": "done"}).content.decode()
    read = huimin.get(f"/requests/{ticket.number}/")
    assert "secretnote" not in read.content.decode()
    stamp = read.content.decode().partition('name="stamp" value="')[2].partition('"')[0]
    answered = huimin.post(f"/requests/{ticket.number}/", {"body": "Same here", "stamp": stamp})
    assert answered.status_code == 302
    said = Message.objects.scoped(ticket=ticket).public().get(text__contains="Same here")
    assert (said.author_id, said.side) == (cast.huimin.pk, "requester")


def test_a_contact_does_not_decide_over_somebody_elses_request(cast: Cast, kestrel: Organization):
    ticket = cast.ticket()
    page = cast.client("huimin").get(f"/requests/{ticket.number}/").content.decode()
    assert "Withdraw the request" not in page and "My problem is solved" not in page
    cast.client("huimin").post(f"/requests/{ticket.number}/withdraw/")
    ticket.refresh_from_db()
    assert ticket.category == "new"
    with pytest.raises(Denied):
        actions.own_transition(actor=cast.actor("huimin"), ticket=ticket, category="resolved")


def test_what_has_ended_is_continued_by_a_contact(cast: Cast, kestrel: Organization):
    ticket = cast.ticket()
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("cancelled"))
    message = actions.requester_reply(actor=cast.actor("huimin"), ticket=ticket, body=composed("<p>Again</p>"))
    assert message.ticket.follows_up_id == ticket.pk
    assert _page(cast, "huimin", message.ticket) == 200


def test_everybody_concerned_is_told_who_else_may_read(cast: Cast, kestrel: Organization):
    ticket = cast.ticket()
    assert "Hui Min Tan" in cast.client("mara").get(f"/requests/{ticket.number}/").content.decode()
    agents_page = cast.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "contacts of the organization" in agents_page and "Hui Min Tan" in agents_page


def test_a_contact_reads_nothing_of_other_desks_nor_of_other_organizations(cast: Cast, kestrel: Organization):
    elsewhere = cast.ticket("Parental leave", desk="hr")
    foreign = cast.ticket("Scanner", by="oliver")
    assert _page(cast, "huimin", elsewhere) == _page(cast, "huimin", foreign) == 404
    listed = cast.client("huimin").get("/organization/").content.decode()
    assert "Parental leave" not in listed and "Scanner" not in listed
    items = cast.client().get("/api/v1/tickets", headers=cast.bearer("huimin")).json()["items"]
    assert items == []
    cast.ticket("VPN drops")
    items = cast.client().get("/api/v1/tickets", headers=cast.bearer("huimin")).json()["items"]
    assert [one["subject"] for one in items] == ["VPN drops"]


def test_spam_and_what_lies_in_the_bin_are_not_shown_to_contacts(cast: Cast, kestrel: Organization):
    ticket = cast.ticket()
    actions.delete(actor=cast.actor("jana"), ticket=ticket)
    assert _page(cast, "huimin", ticket) == 404


def test_who_leaves_the_organization_reads_no_more_and_coming_back_is_not_enough(cast: Cast, kestrel: Organization):
    ticket = cast.ticket()
    nordwind = Organization.objects.get(name="Nordwind Logistik")
    change_person(actor=cast.actor("jana"), person=cast.huimin, desk_id=cast.it.pk, organization=nordwind)
    assert _page(cast, "huimin", ticket) == 404
    change_person(actor=cast.actor("jana"), person=cast.huimin, desk_id=cast.it.pk, organization=kestrel)
    assert _page(cast, "huimin", ticket) == 404
    cast.huimin.refresh_from_db()
    name_contact(actor=cast.actor("priya"), desk=cast.it, organization=kestrel, person=cast.huimin)
    assert _page(cast, "huimin", ticket) == 200
    end_contact(actor=cast.actor("priya"), desk=cast.it, organization=kestrel, person_id=cast.huimin.pk)
    assert _page(cast, "huimin", ticket) == 404


def test_leads_name_contacts_on_the_organizations_page_and_agents_do_not(cast: Cast):
    cast.ticket()
    kestrel = Organization.objects.get(name="Kestrel Biotech")
    address = f"/agent/it/organizations/{kestrel.pk}/contacts/"
    assert cast.client("jana").post(address, {"person": cast.mara.pk}).status_code == 403
    priya = cast.client("priya")
    assert priya.post(address, {"person": cast.oliver.pk}).status_code == 404
    assert priya.post(address, {"person": "x"}).status_code == 422
    assert priya.post(address, {"person": cast.mara.pk}).status_code == 302
    assert OrganizationContact.objects.within(cast.it).filter(person=cast.mara).exists()
    assert priya.post(f"{address}{cast.mara.pk}/end/").status_code == 302
    assert priya.post(f"{address}{cast.mara.pk}/end/").status_code == 404
    with pytest.raises(Invalid):
        name_contact(actor=cast.actor("priya"), desk=cast.it, organization=kestrel, person=cast.jana)
