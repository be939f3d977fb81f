"""Two decisions at the same moment: one counts, the other gets words."""

import threading

import pytest
from django.db import connection

from deskhand.kernel import switches
from deskhand.kernel.errors import Conflict
from deskhand.kernel.models import Event
from deskhand.modules.approvals import actions
from deskhand.modules.approvals.models import Approval
from deskhand.modules.approvals.querysets import MODULE
from tests.cast import make_cast


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_counts_and_the_other_gets_words(transactional_db):
    cast = make_cast()
    switches.switch(MODULE, cast.it.pk, True)
    people = [cast.lena, cast.oliver]
    approval = actions.ask_people(actor=cast.actor("jana"), ticket=cast.ticket(), people=people, needs="any")
    asks = {name: approval.asks.select_related("content").get(person=cast.people[name]) for name in ("lena", "oliver")}
    both, came = threading.Barrier(2), list[object]()

    def decide(name: str) -> None:
        row, actor = asks[name], cast.actor(name)
        both.wait()
        try:
            actions.decide(actor=actor, ask=row, approves=name == "lena", digest=row.content.digest)
            came.append(name)
        except Conflict as refusal:
            came.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(name,)) for name in asks]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    (winner,) = [one for one in came if isinstance(one, str)]
    (loser,) = [one for one in came if isinstance(one, Conflict)]
    assert "meanwhile" in str(loser) or "already" in str(loser)
    state = Approval.objects.within(cast.it).get().state
    assert state == ("approved" if winner == "lena" else "declined")
    assert Event.objects.filter(code="approval.decided").count() == 1
