"""What programs are told of promises to requesters."""

import pytest

from deskhand.kernel import switches
from deskhand.modules.sla.tests.conftest import at, target

pytestmark = pytest.mark.django_db


def test_programs_of_the_requester_are_told_the_same_and_those_of_others_nothing(cast, promise):
    with at(8):
        promise(target("first_response", any=4) | {"is_promised": True}, target("time_to_resolve", any=30))
    with at(9):
        ticket = cast.ticket()

    def asked(who):
        return cast.client().get(f"/api/v1/sla/requests/{ticket.number}", headers=cast.bearer(who, "read"))

    with at(9, 30):
        assert asked("oliver").status_code == asked("hanna").status_code == 404
        [promise] = asked("mara").json()["promises"]
        assert (
            promise
            == asked("jana").json()["promises"][0]
            == {
                "label": "First response",
                "metric": "first_response",
                "due_at": "2026-03-02T13:00:00Z",
                "is_paused": False,
                "is_overdue": False,
            }
        )
        switches.switch("sla", cast.it.pk, False)
        assert asked("mara").status_code == 404
