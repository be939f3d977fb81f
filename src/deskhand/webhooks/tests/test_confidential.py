"""A webhook that listens to everything may belong to somebody who is excluded from a case: it is told nothing of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskhand.accounts.actions import ask_for_glass, give_role, make_site_admin, note_reading, second_glass
from deskhand.accounts.models import DeskRole
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import emit
from deskhand.kernel.models import Event
from deskhand.mail.events import LetterFailed
from deskhand.tickets import actions
from deskhand.webhooks import kinds

pytestmark = pytest.mark.postgres
REASON = "Jana is in hospital and the hearing is at noon."


@pytest.fixture
def case(cast):
    """Mara's complaint, which is about Lena, who administers the desk and owns its webhook."""
    ticket = cast.ticket("About the head of the desk")
    return actions.confide(actor=cast.actor("jana"), ticket=ticket, readers=[cast.jana], excluded=[cast.lena])


@pytest.fixture
def told(cast, hook, receiver):
    """What came since last time."""

    def since() -> str:
        cast.work()
        found = b"\n".join(one["body"] for one in receiver.got).decode()
        receiver.got.clear()
        return found

    return since


def test_facts_about_other_things_that_name_it_are_not_sent(cast, case, told):
    other = cast.ticket("Another one")
    told()
    actions.link_tickets(actor=cast.actor("jana"), ticket=other, kind="related", to=case.number)
    for number in (case.number, other.number):
        fact = LetterFailed(letter=1, ticket_number=number, message=None)
        emit(fact, actor=SYSTEM, desk_id=cast.it.pk)
    said = told()
    assert str(case.number) not in said
    assert said.count("outbound_mail.failed") == 1 and str(other.number) in said


def test_glass_that_is_broken_for_one_ticket_tells_no_webhook_and_that_of_a_desk_names_no_record(cast, case, told):
    for one in (cast.hanna, cast.oliver):
        make_site_admin(actor=SYSTEM, person=one)
    give_role(actor=SYSTEM, desk=cast.it, person=cast.priya, role="auditor")
    long_ago = clock.now() - timedelta(days=30)
    DeskRole.objects.update(since=long_ago)
    Event.objects.filter(code="person.site_admin_changed").update(at=long_ago)
    told()
    for number in (case.number, 987_654_321):
        glass = ask_for_glass(actor=cast.actor("priya"), desk=cast.it, number=number, reason=REASON)
        second_glass(actor=cast.actor("oliver"), glass=glass)
    assert told() == "", "neither of one that is there nor of one that is not"
    whole = ask_for_glass(actor=cast.actor("hanna"), desk=cast.it, reason=REASON)
    second_glass(actor=cast.actor("oliver"), glass=whole)
    note_reading(actor=cast.actor("hanna"), desk_id=cast.it.pk, ticket_id=case.pk, number=case.number)
    said = told()
    assert "glass.seconded" in said
    assert str(case.number) not in said and "glass.read" not in said
    assert "glass.read" not in kinds.known()
