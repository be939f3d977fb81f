"""A plan on a confidential ticket: its work is done behind the curtain, by those who may know of the ticket."""

import pytest

from deskhand.modules.fulfilment import actions
from deskhand.modules.fulfilment.tests.conftest import deed, plan, states, task, task_of
from deskhand.notify.models import Notification
from deskhand.tickets import actions as on_tickets
from deskhand.tickets.models import Ticket

pytestmark = pytest.mark.postgres


def test_a_task_of_a_confidential_ticket_is_born_confidential_and_the_plan_goes_on_by_it(on):
    ticket, jana = on.ticket("About my manager"), on.actor("jana")
    steps = plan(on, task("a", team=on.service_desk.pk), deed("b", value="heard"), ways=("a>b",))
    on_tickets.confide(actor=jana, ticket=ticket, readers=[on.jana], excluded=[on.priya])
    run = actions.start_plan(actor=jana, ticket=ticket, plan=steps)
    on.work()
    made = task_of(run, "a")
    assert {name for name in on.people if Ticket.objects.served_by(on.actor(name)).filter(pk=made.pk)} == {"jana"}
    assert [one.person for one in made.need_to_know.filter(is_excluded=True)] == [on.priya]
    assert set(Notification.objects.values_list("person_id", flat=True)) <= {on.jana.pk}
    on_tickets.set_status(actor=jana, ticket=made, to=on.status("resolved"))
    on.work()
    assert states(run) == {"a": "done", "b": "done"}
    assert list(ticket.tags.values_list("name", flat=True)) == ["heard"]
