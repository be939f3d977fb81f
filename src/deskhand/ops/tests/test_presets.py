"""The steps of growing: what each switches, and on which a desk is."""

import pytest

from deskhand.accounts.actions import choose_preset, switch_module
from deskhand.kernel import growing, modules, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.models import Event

FULL = {one.label for one in modules.installed() if one.preset == "service_desk"}


@pytest.fixture
def today(monkeypatch):
    """No installed module belongs to a later step."""
    for config in modules.installed():
        monkeypatch.setattr(type(config), "brings", {})
        monkeypatch.setattr(type(config), "preset", "service_desk" if config.label in FULL else "")


def chosen(cast, preset):
    return choose_preset(actor=cast.actor("lena"), desk=cast.it, preset=preset)


def test_a_service_desk_has_all_its_modules_on_and_only_for_its_desk(cast):
    assert set(chosen(cast, "service_desk")) == FULL
    assert {
        "announcements",
        "fields",
        "tasks",
        "time",
        "sla",
        "knowledge",
        "catalog",
        "approvals",
        "fulfilment",
    } <= FULL
    assert growing.on_at(cast.it.pk) == FULL and not growing.on_at(cast.hr.pk)
    assert growing.standing(cast.it.pk) == growing.Standing("service_desk")


def test_back_to_a_help_desk_switches_all_of_them_off(cast):
    chosen(cast, "service_desk")
    assert set(chosen(cast, "help_desk")) == FULL
    assert not growing.on_at(cast.it.pk) and growing.standing(cast.it.pk).is_exact


def test_a_module_of_no_preset_stays_as_it_is(cast, monkeypatch):
    monkeypatch.setattr(type(modules.module("time")), "preset", "")
    switch_module(actor=SYSTEM, desk=cast.it, module="time", on=True)
    chosen(cast, "service_desk")
    chosen(cast, "help_desk")
    assert growing.on_at(cast.it.pk) == {"time"}
    assert growing.standing(cast.it.pk) == growing.Standing("help_desk", besides=("time",))


def test_an_own_choice_is_told_from_the_nearest_preset(cast):
    chosen(cast, "service_desk")
    switch_module(actor=SYSTEM, desk=cast.it, module="time", on=False)
    assert growing.standing(cast.it.pk) == growing.Standing("service_desk", without=("time",))


def test_a_preset_that_brings_nothing_is_not_there_and_cannot_be_chosen(cast, today):
    assert growing.presets() == ["help_desk", "service_desk"]
    with pytest.raises(Invalid):
        chosen(cast, "itsm")


def test_what_a_preset_brings_is_set_up_by_its_module_and_counts_for_where_the_desk_is(cast, today, monkeypatch):
    fields, there = type(modules.module("fields")), set()
    monkeypatch.setattr(fields, "brings", {"itsm": "A matrix"})
    monkeypatch.setattr(fields, "preset_chosen", lambda self, desk_id, preset, *, actor: there.add(preset))
    monkeypatch.setattr(fields, "has_brought", lambda self, desk_id, preset: preset in there)
    chosen(cast, "service_desk")
    assert growing.standing(cast.it.pk).preset == "service_desk"
    assert not chosen(cast, "itsm"), "no module is switched, and yet it is another step"
    assert growing.standing(cast.it.pk) == growing.Standing("itsm")
    assert Event.objects.filter(code="desk.preset_chosen").count() == 2


def test_only_administrators_of_the_desk_choose(cast):
    for name in ("priya", "hanna", "mara"):
        with pytest.raises(Denied):
            choose_preset(actor=cast.actor(name), desk=cast.it, preset="service_desk")
    assert not switches.is_on_anywhere("sla")
