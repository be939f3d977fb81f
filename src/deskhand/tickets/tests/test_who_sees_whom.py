"""Staff see the people and organizations of their own desks; of everybody else they do not even learn that they are
there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from deskhand.accounts.actions import (
    create_person,
    give_role,
    name_contact,
    save_organization,
    take_out_of_directory,
)
from deskhand.accounts.actions import people as people_actions
from deskhand.accounts.models import Organization, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import NotFound
from deskhand.kernel.models import Event
from deskhand.tickets import actions, people
from deskhand.tickets.models import Ticket
from tests.cast import Cast

STRANGE = "oliver@nordwind.example"
"""Oliver asks at the desk HR alone."""


@pytest.fixture
def hr_only(cast: Cast) -> Cast:
    """Mara asks at IT, Oliver at HR."""
    cast.ticket()
    cast.ticket("Parental leave", by="oliver", desk="hr")
    return cast


def _found(client: Client, typed: str, way: str = "search") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/agent/it/people/{way}", {"q": typed}).json()["items"]
    return found


@pytest.mark.parametrize("way", ["as requester", "as affected", "in copy", "by a role", "by an entry"])
def test_a_person_is_seen_through_a_ticket_a_role_or_the_directory(hr_only: Cast, way: str):
    cast, jana = hr_only, hr_only.client("jana")
    address = f"/agent/it/people/{cast.oliver.pk}/"
    assert jana.get(address).status_code == 404
    if way == "as requester":
        cast.ticket("Printer", by="oliver")
    elif way == "by a role":
        give_role(actor=SYSTEM, desk=cast.it, person=cast.oliver, role="guest")
    elif way == "by an entry":
        create_person(actor=cast.actor("jana"), name="O. B.", email=STRANGE, desk_id=cast.it.pk)
    else:
        ticket = Ticket.objects.within(cast.it).get()
        act = actions.follow if way == "in copy" else actions.change_affected
        argument = {"person" if way == "in copy" else "to": cast.oliver}
        act(actor=cast.actor("ben"), ticket=ticket, **argument)
    assert jana.get(address).status_code == 200
    assert [one["label"] for one in _found(jana, "Oliver")] == ["Oliver Brandt"]
    items = jana.get("/api/v1/people", headers=cast.bearer("jana")).json()["items"]
    assert "Oliver Brandt" in [one["name"] for one in items]
    assert "Oliver Brandt" in jana.get("/agent/it/people/").content.decode()


def test_somebody_of_another_desk_is_found_in_no_way(hr_only: Cast):
    cast, jana = hr_only, hr_only.client("jana")
    for typed in ("Oliver", "oliver@nordwind", STRANGE, STRANGE.upper()):
        assert _found(jana, typed) == []
        assert "Oliver" not in str(_found(jana, typed, "options"))
        assert "Oliver" not in jana.get("/agent/it/people/", {"q": typed}).content.decode().replace(typed, "")
        answer = jana.get("/api/v1/people", {"q": typed}, headers=cast.bearer("jana"))
        assert answer.json()["items"] == []
        completed = jana.get("/agent/it/search/completions", {"q": f"requester:{typed}", "at": "99"})
        assert "Oliver Brandt" not in completed.content.decode()
    assert jana.get(f"/api/v1/people/{cast.oliver.pk}", headers=cast.bearer("jana")).status_code == 404


def test_a_whole_address_may_be_written_to_and_says_nothing_of_its_owner(hr_only: Cast):
    jana = hr_only.client("jana")
    taken, free = _found(jana, STRANGE, "options"), _found(jana, "nobody@nordwind.example", "options")
    assert [one | {"id": "", "label": ""} for one in taken] == [one | {"id": "", "label": ""} for one in free]
    assert taken[0]["label"] == STRANGE


def test_an_id_from_elsewhere_cannot_be_chosen(hr_only: Cast):
    jana = hr_only.client("jana")
    posted = {
        "subject": "Phone",
        "body": "Broken",
        "requester": STRANGE[:-1],
        "requester_id": hr_only.oliver.pk,
        "channel": "phone",
        "kind": "incident",
        "priority": "normal",
        "first": "requester",
    }
    jana.post("/agent/it/new/", posted)
    assert not Ticket.objects.within(hr_only.it).filter(requester=hr_only.oliver).exists()
    assert "Oliver" not in jana.get("/agent/it/new/", {"requester": hr_only.oliver.pk}).content.decode()


def test_entering_somebody_whom_another_desk_knows_answers_as_for_somebody_new(hr_only: Cast):
    jana = hr_only.client("jana")
    known = jana.post("/agent/it/people/new/", {"name": "O", "email": STRANGE, "phone": "1"})
    fresh = jana.post("/agent/it/people/new/", {"name": "N", "email": "new@nordwind.example", "phone": "1"})
    assert known.status_code == fresh.status_code == 302
    hr_only.oliver.refresh_from_db()
    assert (hr_only.oliver.name, hr_only.oliver.phone) == ("Oliver Brandt", "")
    assert Person.objects.filter(email=STRANGE).count() == 1


def test_what_was_known_elsewhere_before_is_not_told_with_its_day(hr_only: Cast):
    cast, jana = hr_only, hr_only.client("jana")
    cast.work()
    Event.objects.filter(subject_kind="person", subject_id=cast.oliver.pk).update(at=clock.now() - timedelta(days=90))
    for name, email in (("O", STRANGE), ("New One", "new@nordwind.example")):
        jana.post("/agent/it/people/new/", {"name": name, "email": email})
    fresh = Person.objects.get(email="new@nordwind.example")
    words = "First known to Deskhand"
    assert words not in jana.get(f"/agent/it/people/{cast.oliver.pk}/").content.decode()
    assert words in jana.get(f"/agent/it/people/{fresh.pk}/").content.decode()


@pytest.mark.parametrize("power", ["a role", "the installation", "a contact"])
def test_what_another_desk_relies_on_is_not_changed_from_here(hr_only: Cast, power: str):
    cast, jana = hr_only, hr_only.client("jana")
    cast.ticket("Printer", by="oliver")
    if power == "a role":
        give_role(actor=SYSTEM, desk=cast.hr, person=cast.oliver, role="agent")
    elif power == "the installation":
        Person.objects.filter(pk=cast.oliver.pk).update(is_site_admin=True)
    else:
        nordwind = Organization.objects.get(name="Nordwind Logistik")
        name_contact(actor=cast.actor("hanna"), desk=cast.hr, organization=nordwind, person=cast.oliver)
    address, bearer = f"/api/v1/people/{cast.oliver.pk}", cast.bearer("jana")

    def changed(**fields: str) -> int:
        return jana.patch(
            address, {"desk": "it", **fields}, content_type="application/json", headers=bearer
        ).status_code

    assert changed(name="Somebody Else") == 403
    assert changed(name="Oliver Brandt", phone="12") == 200
    form = {"name": "Somebody Else", "language": "", "time_zone": ""}
    refused = jana.post(f"/agent/it/people/{cast.oliver.pk}/edit/", form)
    assert refused.status_code == 422 and "others rely on them" in refused.content.decode()
    cast.oliver.refresh_from_db()
    assert (cast.oliver.name, cast.oliver.phone) == ("Oliver Brandt", "12")


def test_whole_lists_of_addresses_are_not_tried_out_by_hand(hr_only: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(people_actions, "ENTERED_AN_HOUR", 2)
    jana = hr_only.client("jana")
    bearer = hr_only.bearer("jana")
    for number in range(2):
        jana.post("/agent/it/people/new/", {"name": "N", "email": f"n{number}@x.example"})
    form = jana.post("/agent/it/people/new/", {"name": "N", "email": STRANGE})
    assert form.status_code == 422 and "in an hour" in form.content.decode()
    new = {"desk": "it", "name": "N", "email": STRANGE}
    answer = jana.post("/api/v1/people", new, content_type="application/json", headers=bearer)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        answer = jana.post("/api/v1/people", new, content_type="application/json", headers=bearer)
    assert answer.status_code == 201


def test_who_is_taken_out_of_the_directory_is_gone_unless_something_else_keeps_them(hr_only: Cast):
    cast = hr_only
    made = create_person(actor=cast.actor("jana"), name="Nina Neu", desk_id=cast.it.pk)
    assert people.person_for(cast.actor("ben"), made.pk) == made
    take_out_of_directory(actor=cast.actor("jana"), desk=cast.it, person=made)
    with pytest.raises(NotFound):
        people.person_for(cast.actor("ben"), made.pk)


def test_a_desks_page_shows_the_people_of_that_desk_alone(hr_only: Cast):
    cast = hr_only
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    jana = cast.client("jana")
    assert jana.get(f"/agent/hr/people/{cast.oliver.pk}/").status_code == 200
    assert jana.get(f"/agent/it/people/{cast.oliver.pk}/").status_code == 404
    assert [one["label"] for one in _found(jana, "Oliver")] == ["Oliver Brandt"]  # To be chosen, on either desk.


def test_organizations_are_seen_through_their_people_tickets_or_an_entry(hr_only: Cast):
    cast, lena = hr_only, hr_only.client("lena")
    nordwind = Organization.objects.get(name="Nordwind Logistik")
    page = lena.get("/agent/it/organizations/").content.decode()
    assert "Kestrel" in page
    assert "Nordwind" not in page
    assert lena.get(f"/agent/it/organizations/{nordwind.pk}/").status_code == 404
    assert "Nordwind" not in lena.get("/agent/it/people/new/").content.decode()
    assert lena.get("/agent/it/options/organization", {"q": "nord"}).json()["items"] == []
    names = lena.get("/api/v1/organizations", headers=cast.bearer("lena")).json()["items"]
    assert "Nordwind Logistik" not in [one["name"] for one in names]
    ticket = Ticket.objects.within(cast.it).get()
    changed = lena.post(f"/agent/tickets/{ticket.number}/change/organization", {"organization": nordwind.pk})
    assert changed.status_code == 422
    made = save_organization(actor=cast.actor("lena"), desk_id=cast.it.pk, name="Falke GmbH")
    assert lena.get(f"/agent/it/organizations/{made.pk}/").status_code == 200
    assert cast.client("hanna").get(f"/agent/hr/organizations/{made.pk}/").status_code == 404


def test_a_new_domain_takes_in_the_people_of_the_desk_alone(hr_only: Cast):
    cast, lena = hr_only, hr_only.client("lena")
    Person.objects.filter(pk__in=[cast.mara.pk, cast.oliver.pk, cast.hanna.pk]).update(organization=None)
    Person.objects.filter(pk=cast.oliver.pk).update(email="oliver@gmail.example")
    Person.objects.filter(pk=cast.mara.pk).update(email="mara@gmail.example")
    Person.objects.filter(pk=cast.hanna.pk).update(email="hanna@gmail.example")
    cast.ticket("Laptop", by="hanna")
    lena.post("/agent/it/organizations/new/", {"name": "Catch All", "domains": "gmail.example"})
    assert list(Organization.objects.get(name="Catch All").people.all()) == [cast.mara]


def test_a_domain_that_another_desk_has_entered_is_left_out_and_leaves_a_trace(hr_only: Cast):
    cast, lena = hr_only, hr_only.client("lena")
    save_organization(actor=cast.actor("hanna"), desk_id=cast.hr.pk, name="Secret", domains=["secret.example"])
    asked = {"name": "Falke GmbH", "domains": "secret.example falke.example"}
    saved = lena.post("/agent/it/organizations/new/", asked, follow=True)
    assert "Not added, because another organization has it: secret.example." in saved.content.decode()
    falke = Organization.objects.get(name="Falke GmbH")
    assert list(falke.domains.values_list("domain", flat=True)) == ["falke.example"]
    facts = Event.objects.filter(subject_kind="organization", subject_id=falke.pk, desk_id=cast.it.pk)
    before = facts.count()
    lena.post(f"/agent/it/organizations/{falke.pk}/edit/", asked)
    assert facts.count() == before + 1
    assert lena.post("/agent/it/organizations/new/", {"name": "X", "domains": "falke.example"}).status_code == 422


def test_a_requester_sees_nobody_but_themselves(hr_only: Cast):
    answer = Client().get("/api/v1/people", headers=hr_only.bearer("mara")).json()["items"]
    assert [one["name"] for one in answer] == ["Mara Lindqvist"]
