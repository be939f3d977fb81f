"""A case goes to another desk: what of it stays, as whoever moves it is told before."""

import pytest

from deskhand.accounts.actions import give_role, switch_module
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.cases.actions import ClassWords, NewCase, keep_file, open_case, save_class
from deskhand.modules.cases.models import CaseFile
from deskhand.tickets import actions
from deskhand.tickets.bodies import plain

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_the_mover_is_told_that_the_file_stays_and_the_other_desk_does_not_see_it(cast):
    switch_module(actor=SYSTEM, desk=cast.hr, module="cases", on=True)
    give_role(actor=SYSTEM, desk=cast.it, person=cast.hanna, role="agent")
    said = ClassWords(name="Grievance", people=[cast.hanna])
    grievance = save_class(actor=cast.actor("hanna"), desk=cast.hr, said=said)
    new = NewCase(case_class=grievance, subject="Shifts", body=plain("Again."), requester=cast.mara)
    case = open_case(actor=cast.actor("hanna"), desk=cast.hr, new=new)
    shown = cast.client("hanna").get(f"/agent/hr/move/?tickets={case.number}&to=it").content.decode()
    assert "1 case file stays here with its class and outcome" in shown and "without a name" not in shown
    actions.move(actor=cast.actor("hanna"), ticket=case, to=cast.it, readers=[cast.hanna.pk])
    assert not CaseFile.objects.served_by(cast.actor("hanna")).exists()
    assert "Grievance" not in cast.client("hanna").get(f"/agent/tickets/{case.number}/").content.decode()


def test_the_other_desk_keeps_a_file_of_its_own_and_the_first_one_comes_back_as_it_was(cast):
    switch_module(actor=SYSTEM, desk=cast.hr, module="cases", on=True)
    switch_module(actor=SYSTEM, desk=cast.it, module="cases", on=True)
    give_role(actor=SYSTEM, desk=cast.it, person=cast.hanna, role="lead")
    hanna = cast.actor("hanna")
    grievance = save_class(actor=hanna, desk=cast.hr, said=ClassWords(name="Grievance", people=[cast.hanna]))
    leak = save_class(actor=SYSTEM, desk=cast.it, said=ClassWords(name="Leak", people=[cast.hanna]))
    new = NewCase(case_class=grievance, subject="Shifts", body=plain("Again."), requester=cast.mara, about=cast.oliver)
    case = open_case(actor=hanna, desk=cast.hr, new=new)
    actions.move(actor=hanna, ticket=case, to=cast.it, readers=[cast.hanna.pk])
    keep_file(actor=hanna, ticket=case, case_class=leak, outcome="Closed the hole.")
    assert [one.case_class.name for one in CaseFile.objects.served_by(hanna).select_related("case_class")] == ["Leak"]
    actions.move(actor=hanna, ticket=case, to=cast.hr, readers=[cast.hanna.pk])
    row = CaseFile.objects.served_by(hanna).select_related("case_class", "about").get()
    assert (row.case_class.name, row.about, row.outcome) == ("Grievance", cast.oliver, "")
