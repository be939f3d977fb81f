"""How cases end: in a word of their class, which is asked for before they do."""

import pytest

from deskhand.accounts.actions import give_role, switch_module
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid
from deskhand.modules.cases.actions import ClassWords, NewCase, keep_file, open_case, save_class
from deskhand.modules.cases.models import CaseFile
from deskhand.tickets import actions
from deskhand.tickets.bodies import plain

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

PAGE = "/agent/settings/hr/case-classes/"


@pytest.fixture
def hr(cast):
    switch_module(actor=SYSTEM, desk=cast.hr, module="cases", on=True)
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="agent")
    return cast.hr


@pytest.fixture
def grievance(cast, hr):
    said = ClassWords(name="Grievance", people=[cast.hanna], endings=["Settled", "  Not   confirmed ", "Settled", ""])
    return save_class(actor=cast.actor("hanna"), desk=hr, said=said)


@pytest.fixture
def case(cast, hr, grievance):
    new = NewCase(case_class=grievance, subject="Shifts", body=plain("Again."), requester=cast.mara)
    return open_case(actor=cast.actor("hanna"), desk=hr, new=new)


def test_a_case_is_not_resolved_before_it_is_said_how_it_ended(cast, grievance, case):
    hanna, resolved = cast.actor("hanna"), cast.status("resolved", "hr")
    assert grievance.endings == ["Settled", "Not confirmed"]
    with pytest.raises(Invalid, match="how it ended") as refused:
        actions.set_status(actor=hanna, ticket=case, to=resolved)
    assert list(refused.value.fields) == ["cases.ending"]
    page = f"/agent/tickets/{case.number}/case/"
    client = cast.client("hanna")
    assert "Not confirmed" in client.get(page).content.decode()
    assert client.post(page, {"case_class": grievance.pk, "ending": "Settled"}).status_code == 302
    actions.set_status(actor=hanna, ticket=case, to=resolved)
    assert "Settled" in client.get(f"/agent/tickets/{case.number}/").content.decode()


def test_an_ending_of_another_class_is_not_taken(cast, hr, grievance, case):
    other = save_class(actor=SYSTEM, desk=hr, said=ClassWords(name="Other", people=[cast.hanna], endings=["Proven"]))
    hanna = cast.actor("hanna")
    with pytest.raises(Invalid, match="cannot be kept"):
        keep_file(actor=hanna, ticket=case, case_class=grievance, ending="Proven")
    keep_file(actor=hanna, ticket=case, case_class=other, ending="Proven")
    said = ClassWords(name="Other", people=[cast.hanna], endings=["Shown"])
    save_class(actor=SYSTEM, desk=hr, case_class=other, said=said)
    keep_file(actor=hanna, ticket=case, case_class=other, ending="Proven", outcome="It stays as it was said.")
    assert CaseFile.objects.within(hr).with_confidential("test").get().ending == "Proven"
    assert "Proven" in cast.client("hanna").get(f"/agent/tickets/{case.number}/case/").content.decode()


def test_a_case_is_cancelled_and_one_of_a_class_without_endings_resolved_without_saying_so(cast, hr, case):
    actions.set_status(actor=cast.actor("hanna"), ticket=case, to=cast.status("cancelled", "hr"))
    plain_class = save_class(actor=SYSTEM, desk=hr, said=ClassWords(name="Plain", people=[cast.hanna]))
    new = NewCase(case_class=plain_class, subject="Other", body=plain("Words."), requester=cast.mara)
    other = open_case(actor=cast.actor("hanna"), desk=hr, new=new)
    actions.set_status(actor=cast.actor("hanna"), ticket=other, to=cast.status("resolved", "hr"))


def test_endings_are_written_one_in_each_line_of_the_classs_page(cast, hr, grievance):
    given = {"name": "Grievance", "is_confidential": "on", "people": [cast.hanna.pk], "keep_months": 0}
    page, client = f"{PAGE}{grievance.pk}/", cast.client("hanna")
    assert "Settled\nNot confirmed" in client.get(page).content.decode()
    assert client.post(page, given | {"endings": "Proven\n\nNot proven\n"}).status_code == 302
    grievance.refresh_from_db()
    assert grievance.endings == ["Proven", "Not proven"]
    assert client.post(page, given | {"endings": "\n".join("abcdefghijklmnopqrstu")}).status_code == 422


def test_programs_say_how_it_ended(cast, grievance, case, client):
    kept = {"case_class": "Grievance", "ending": "Settled"}
    address, headers = f"/api/v1/cases/{case.number}", cast.bearer("hanna")
    assert client.put(address, kept, "application/json", headers=headers).json()["ending"] == "Settled"
    wrong = client.put(address, kept | {"ending": "Elsewhere"}, "application/json", headers=headers)
    assert wrong.status_code == 422
