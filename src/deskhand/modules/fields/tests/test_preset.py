"""The preset for IT service management brings priority by impact and urgency."""

import pytest

from deskhand.accounts.actions import choose_preset
from deskhand.kernel import growing
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.modules.fields import actions
from deskhand.modules.fields.models import Field, Matrix
from deskhand.tickets.models import Priority

pytestmark = pytest.mark.postgres


def chosen(cast, preset):
    choose_preset(actor=cast.actor("lena"), desk=cast.it, preset=preset)


def the_matrix(cast):
    return Matrix.objects.within(cast.it).first()


def test_the_preset_makes_the_usual_matrix_where_there_is_none(cast):
    chosen(cast, "service_desk")
    assert the_matrix(cast) is None

    chosen(cast, "itsm")
    row = the_matrix(cast)
    assert row.is_on
    words = {name: Priority(value).word for name, value in row.cells.items()}
    assert words == {
        "many_people/cannot_work": "urgent",
        "many_people/can_work_around_it": "high",
        "many_people/can_wait": "normal",
        "a_team/cannot_work": "high",
        "a_team/can_work_around_it": "normal",
        "a_team/can_wait": "low",
        "one_person/cannot_work": "normal",
        "one_person/can_work_around_it": "low",
        "one_person/can_wait": "low",
    }
    assert growing.standing(cast.it.pk).preset == "itsm"
    assert Event.objects.filter(code="matrix.changed", desk_id=cast.it.pk).count() == 1


def test_what_it_makes_is_called_in_the_language_of_the_desk(cast):
    cast.it.language = "de"
    cast.it.save(update_fields=["language"])
    chosen(cast, "itsm")
    assert Field.objects.within(cast.it).get(code="impact").label == "Auswirkung"


def test_a_matrix_that_the_desk_has_stays_as_it_is(cast):
    chosen(cast, "service_desk")
    actions.use_matrix(actor=SYSTEM, desk=cast.it, on=True)
    actions.set_matrix(actor=SYSTEM, desk=cast.it, cells={"many_people/cannot_work": int(Priority.HIGH)})

    chosen(cast, "itsm")
    assert the_matrix(cast).cells == {"many_people/cannot_work": int(Priority.HIGH)}


def test_down_and_up_again_the_matrix_is_put_away_and_comes_back(cast):
    chosen(cast, "itsm")
    before = the_matrix(cast).cells

    chosen(cast, "service_desk")
    assert not the_matrix(cast).is_on and growing.standing(cast.it.pk).preset == "service_desk"
    chosen(cast, "help_desk")
    assert the_matrix(cast).cells == before

    chosen(cast, "itsm")
    assert the_matrix(cast).is_on and the_matrix(cast).cells == before
    assert Field.objects.within(cast.it).filter(code__in=("impact", "urgency")).count() == 2


def test_chosen_twice_it_does_nothing_more(cast):
    chosen(cast, "itsm")
    count = Event.objects.count()
    chosen(cast, "itsm")
    assert Event.objects.count() == count
