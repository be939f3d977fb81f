"""Cases that need to be kept no more: who keeps them finds them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from deskhand.accounts.actions import give_role, switch_module
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.cases import keeping
from deskhand.modules.cases.actions import ClassWords, NewCase, open_case, save_class
from deskhand.modules.cases.models import CaseClass, CaseFile
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

NOW = datetime(2026, 3, 17, 12, tzinfo=UTC)
LIST = "/agent/hr/cases/?state=due"


def ended(cast, name: str, at: datetime | None, **more) -> Ticket:
    """A case of a class of its own, that ended then, or goes on."""
    kept = save_class(actor=SYSTEM, desk=cast.hr, said=ClassWords(name=name, people=[cast.hanna], **more))
    new = NewCase(case_class=kept, subject=f"{name}canaryqx", body=plain("Words."), requester=cast.mara)
    case = open_case(actor=cast.actor("hanna"), desk=cast.hr, new=new)
    Ticket.objects.within(cast.hr).filter(pk=case.pk).with_confidential("test").update(closed_at=at)
    return case


@pytest.fixture
def cases(cast):
    """One whose day is over, one whose day comes soon, and three that nobody has to look at."""
    switch_module(actor=SYSTEM, desk=cast.hr, module="cases", on=True)
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="agent")
    return {
        "past": ended(cast, "past", datetime(2026, 2, 10, 12, tzinfo=UTC), keep_months=1),
        "soon": ended(cast, "soon", datetime(2025, 3, 31, 12, tzinfo=UTC), keep_months=12),
        "later": ended(cast, "later", datetime(2025, 4, 1, 12, tzinfo=UTC), keep_months=12),
        "going": ended(cast, "going", None, keep_months=1),
        "ever": ended(cast, "ever", datetime(2020, 1, 1, tzinfo=UTC)),
    }


def test_who_reads_them_finds_the_cases_whose_day_is_over_or_comes_soon(cast, cases, client):
    with clock.frozen(NOW):
        page = cast.client("hanna").get(LIST).content.decode()
        others = cast.client("ben").get(LIST).content.decode()
        answer = client.get("/api/v1/cases?due=true", headers=cast.bearer("hanna")).json()["items"]
    assert [name for name in cases if f"{name}canaryqx" in page] == ["past", "soon"]
    assert page.count('<b class="font-semibold">over</b>') == 1
    assert "canaryqx" not in others and "within 14 days" in others
    assert [one["ticket"] for one in answer] == [cases["past"].number, cases["soon"].number]


def test_the_list_and_the_day_on_the_case_agree_on_every_day():
    shown = CaseFile(ticket=Ticket(), case_class=CaseClass())
    for months in (1, 11, 12, 600):
        shown.case_class.keep_months = months
        for n in range(430):
            until = date(2027, 12, 20) + timedelta(days=n)
            last = keeping.last_end(until, months)
            shown.ticket.closed_at = datetime(last.year, last.month, last.day, 12, tzinfo=UTC)
            assert shown.keep_until is not None and shown.keep_until <= until, (until, months)
            shown.ticket.closed_at += timedelta(days=1)
            assert shown.keep_until > until, (until, months)
