"""Case files: who opens them, who reads them, and who never does."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from deskhand.accounts.actions import create_person, edit_desk, give_role, make_site_admin, save_team, switch_module
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.models import Event
from deskhand.modules.cases.actions import ClassWords, NewCase, keep_file, open_case, save_class
from deskhand.modules.cases.models import CaseClass, CaseFile
from deskhand.portal import stamp
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Ticket

pytestmark = pytest.mark.postgres

WORD = "grievancecanaryqx"
LIST = "/agent/hr/cases/"


@pytest.fixture
def hr(cast):
    """The desk HR with cases: Hanna and Ben serve it, Priya audits it, Lena administers it and the installation."""
    switch_module(actor=SYSTEM, desk=cast.hr, module="cases", on=True)
    edit_desk(actor=SYSTEM, desk=cast.hr, who_may_open="invited")
    for name, role in (("ben", "agent"), ("priya", "auditor"), ("lena", "admin"), ("oliver", "guest")):
        give_role(actor=SYSTEM, desk=cast.hr, person=cast.people[name], role=role)
    return cast.hr


@pytest.fixture
def complaint(cast, hr):
    """A confidential class that Hanna reads and requesters may open."""
    said = ClassWords(name="Complaint", words={"de": "Beschwerde"}, people=[cast.hanna], is_offered=True)
    return save_class(actor=cast.actor("hanna"), desk=hr, said=said)


def opened(cast, case_class, by="hanna", requester="oliver", about=None):
    case = NewCase(
        case_class=case_class,
        subject=f"Shouting {WORD}",
        body=plain(f"It says {WORD}."),
        requester=cast.people[requester],
        about=cast.people[about] if about else None,
    )
    return open_case(actor=cast.actor(by), desk=cast.hr, new=case)


def test_a_confidential_case_is_read_by_its_list_and_by_nobody_else_of_the_desk(cast, complaint):
    case = opened(cast, complaint)
    page = f"/agent/tickets/{case.number}/"
    assert WORD in cast.client("hanna").get(LIST).content.decode()
    assert WORD in cast.client("hanna").get(page).content.decode()
    for name in ("ben", "priya", "lena"):
        client = cast.client(name)
        assert client.get(page).status_code == 404
        assert client.get(f"{page}case/").status_code == 404
        for address in (LIST, f"{LIST}?state=all", f"{LIST}people/{cast.oliver.pk}/", "/agent/hr/tickets/?view=all"):
            said = client.get(address).content.decode()
            assert WORD not in said and not re.search(rf"\b{case.number}\b", said), (name, address)


def test_programs_read_what_their_bearer_may(cast, complaint, client):
    case = opened(cast, complaint)
    mine = client.get("/api/v1/cases", headers=cast.bearer("hanna")).json()["items"]
    assert [one["ticket"] for one in mine] == [case.number]
    assert client.get("/api/v1/cases", headers=cast.bearer("lena")).json()["items"] == []
    assert client.get(f"/api/v1/cases/{case.number}", headers=cast.bearer("lena")).status_code == 404
    given = {"case_class": "Complaint", "subject": "By program", "text": "Words"}
    made = client.post("/api/v1/cases/desks/hr", given, "application/json", headers=cast.bearer("hanna"))
    assert made.status_code == 201 and made.json()["is_confidential"]
    kept = {"case_class": "Complaint", "outcome": "Settled."}
    number = made.json()["ticket"]
    answer = client.put(f"/api/v1/cases/{number}", kept, "application/json", headers=cast.bearer("hanna"))
    assert answer.json()["outcome"] == "Settled."


def test_whom_it_is_about_never_reads_it_nor_their_manager(cast, hr):
    cast.ben.manager = cast.hanna
    cast.ben.save(update_fields=["manager"])
    team = save_team(actor=SYSTEM, desk=hr, name="Care", tier="L1", members=[cast.ben, cast.lena])
    said = ClassWords(name="Conduct", teams=[team], people=[cast.hanna], excludes_manager=True)
    conduct = save_class(actor=cast.actor("lena"), desk=hr, said=said)
    case = opened(cast, conduct, by="lena", about="ben")
    page = f"/agent/tickets/{case.number}/"
    assert cast.client("lena").get(page).status_code == 200
    for name in ("ben", "hanna"):
        assert cast.client(name).get(page).status_code == 404
        assert WORD not in cast.client(name).get(LIST).content.decode()


def test_the_site_administrator_neither_reads_nor_counts_nor_finds_a_case(cast, complaint):
    case = opened(cast, complaint)
    make_site_admin(actor=SYSTEM, person=cast.jana)
    client = cast.client("jana")
    for address in (LIST, f"/agent/tickets/{case.number}/", f"/agent/tickets/{case.number}/case/"):
        assert client.get(address).status_code == 404, address
    assert WORD not in client.get("/agent/palette?q=says").content.decode()


def test_a_requester_opens_a_case_of_an_offered_class_and_reads_their_own(cast, complaint):
    page = "/cases/hr/"
    client = cast.client("oliver")
    assert client.get("/cases/").headers["Location"] == page
    mark = re.search(r'name="stamp" value="([^"]+)"', client.get(page).content.decode())[1]
    sent = {"case_class": complaint.pk, "subject": f"Shouting {WORD}", "text": "Twice this week.", "stamp": mark}
    for _twice in range(2):
        assert WORD in client.post(page, sent, follow=True).content.decode()
    ticket = Ticket.objects.within(cast.hr).with_confidential("test").get(requester=cast.oliver)
    assert ticket.is_confidential
    assert cast.client("ben").get(f"/agent/tickets/{ticket.number}/").status_code == 404
    assert cast.client("mara").get(page).status_code == 404


def test_at_the_limit_the_text_of_a_case_stays(cast, complaint, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "portal_own_form": "1/h/user"}
    client = cast.client("oliver")
    sent = {"case_class": complaint.pk, "subject": f"Shouting {WORD}", "text": "Twice this week."}
    assert client.post("/cases/hr/", {**sent, "stamp": stamp.fresh()}).status_code == 302
    refused = client.post("/cases/hr/", {**sent, "stamp": stamp.fresh()})
    assert refused.status_code == 429
    assert "Twice this week." in refused.content.decode() and "asked too often" in refused.content.decode()


def test_who_opens_a_case_is_on_its_list_however_many_its_class_names(cast, hr):
    many = [create_person(actor=SYSTEM, name=f"R {one}", email=f"r{one}@eberfeld.example") for one in range(51)]
    for one in many:
        give_role(actor=SYSTEM, desk=hr, person=one, role="agent")
    with pytest.raises(Invalid) as refused:
        save_class(actor=SYSTEM, desk=hr, said=ClassWords(name="Crowd", people=many))
    assert list(refused.value.fields) == ["teams"]
    crowd = save_class(actor=SYSTEM, desk=hr, said=ClassWords(name="Crowd", people=many[:50]))
    ticket = opened(cast, crowd, by="hanna")
    named = set(ticket.need_to_know.values_list("person_id", flat=True))
    assert cast.hanna.pk in named and len(named) == 50


def test_another_class_shuts_the_manager_out_when_it_says_so(cast, hr, complaint):
    cast.oliver.manager = cast.ben
    cast.oliver.save()
    give_role(actor=SYSTEM, desk=hr, person=cast.ben, role="agent")
    plain_class = save_class(actor=SYSTEM, desk=hr, said=ClassWords(name="Plain", people=[cast.hanna, cast.ben]))
    strict = ClassWords(name="Strict", people=[cast.hanna], excludes_manager=True)
    strict_class = save_class(actor=SYSTEM, desk=hr, said=strict)
    ticket = opened(cast, plain_class, by="hanna")
    at = f"/agent/tickets/{ticket.number}/"
    keep_file(actor=cast.actor("hanna"), ticket=ticket, case_class=plain_class, about=cast.oliver)
    assert cast.client("ben").get(at).status_code == 200
    keep_file(actor=cast.actor("hanna"), ticket=ticket, case_class=strict_class, about=cast.oliver)
    assert cast.client("ben").get(at).status_code == 404


def test_a_class_that_is_not_offered_is_closed_to_requesters(cast, hr):
    said = ClassWords(name="Inquiry", people=[cast.hanna])
    inquiry = save_class(actor=cast.actor("hanna"), desk=hr, said=said)
    with pytest.raises(Denied):
        opened(cast, inquiry, by="oliver")
    assert cast.client("oliver").get("/cases/hr/").status_code == 404


def test_a_ticket_becomes_a_confidential_case_and_who_it_is_about_is_shut_out(cast, complaint):
    ticket = cast.ticket(f"Something {WORD}", by="oliver", desk="hr")
    address = f"/agent/tickets/{ticket.number}/case/"
    sent = {"case_class": complaint.pk, "about": "Ben Okafor", "about_id": cast.ben.pk, "outcome": "Settled."}
    assert cast.client("hanna").post(address, sent).status_code == 302
    row = CaseFile.objects.within(cast.hr).with_confidential("test").get(ticket=ticket)
    assert (row.about, row.outcome) == (cast.ben, "Settled.")
    assert cast.client("ben").get(f"/agent/tickets/{ticket.number}/").status_code == 404
    beside = cast.client("hanna").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "Complaint" in beside and "Settled." in beside and "made it a case" in beside


def test_facts_say_neither_class_name_nor_person(cast, complaint):
    opened(cast, complaint, about="ben")
    values = [one.values for one in Event.objects.filter(code__startswith="ticket.case_")]
    assert values and all(set(one) == {"ticket", "case_class"} for one in values)


def test_a_case_is_kept_for_the_months_of_its_class_after_its_end(cast, hr):
    said = ClassWords(name="Short", is_confidential=False, keep_months=1)
    case = opened(cast, save_class(actor=cast.actor("hanna"), desk=hr, said=said))
    row = CaseFile.objects.within(hr).select_related("ticket", "case_class").get(ticket=case)
    assert row.keep_until is None
    row.ticket.closed_at = clock.now().replace(year=2026, month=1, day=31, hour=12)
    assert row.keep_until == date(2026, 2, 28)


@pytest.mark.parametrize(
    "said",
    [{"name": ""}, {"name": "complaint", "people": ["hanna"]}, {"name": "None"}, {"name": "X", "people": ["jana"]}],
    ids=["nameless", "taken", "without readers", "reader of elsewhere"],
)
def test_a_class_that_cannot_be_is_said(cast, complaint, said):
    people = [cast.people[one] for one in said.get("people", ())]
    with pytest.raises(Invalid):
        save_class(actor=cast.actor("hanna"), desk=cast.hr, said=ClassWords(name=said["name"], people=people))


def test_classes_are_made_on_their_page_by_who_leads_the_desk(cast, hr):
    page = "/agent/settings/hr/case-classes/"
    given: dict[str, Any] = {
        "name": "Absence",
        "name_de": "Fehlzeit",
        "is_confidential": "on",
        "people": [cast.hanna.pk],
    }
    given |= {"keep_months": 12, "is_active": "on"}
    assert cast.client("hanna").post(f"{page}new/", given).status_code == 302
    made = CaseClass.objects.within(hr).get()
    assert (made.words, made.keep_months) == ({"de": "Fehlzeit"}, 12)
    assert "Absence" in cast.client("hanna").get(page).content.decode()
    assert cast.client("ben").post(f"{page}{made.pk}/", given).status_code == 403
    assert cast.client("jana").get(page).status_code == 404


def test_off_a_case_stays_as_closed_as_it_was(cast, complaint):
    case = opened(cast, complaint)
    switch_module(actor=SYSTEM, desk=cast.hr, module="cases", on=False)
    assert cast.client("ben").get(f"/agent/tickets/{case.number}/").status_code == 404
    assert cast.client("hanna").get(f"/agent/tickets/{case.number}/").status_code == 200
    assert cast.client("hanna").get(LIST).status_code == 404


def test_the_list_asks_as_much_for_many_cases_as_for_few(cast, complaint, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = cast.client("hanna")
    opened(cast, complaint)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _n in range(4):
        opened(cast, complaint, about="ben")
    client.get(LIST)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) <= len(few)


def test_a_file_is_written_again_without_another_fact(cast, complaint):
    case = opened(cast, complaint)
    later = clock.now() + timedelta(minutes=1)
    with clock.frozen(later):
        keep_file(actor=cast.actor("hanna"), ticket=case, case_class=complaint)
    assert not Event.objects.filter(code="ticket.case_changed").exists()


def test_the_file_stays_behind_when_its_ticket_goes_to_another_desk(cast, hr, client):
    switch_module(actor=SYSTEM, desk=cast.it, module="cases", on=True)
    said = ClassWords(name=f"Open {WORD}", is_confidential=False)
    case = opened(cast, save_class(actor=cast.actor("hanna"), desk=hr, said=said), by="lena", about="ben")
    Ticket.objects.within(hr).filter(pk=case.pk).update(desk=cast.it)
    assert client.get("/api/v1/cases", headers=cast.bearer("jana")).json()["items"] == []
    assert f"Open {WORD}" not in cast.client("jana").get(f"/agent/tickets/{case.number}/case/").content.decode()
