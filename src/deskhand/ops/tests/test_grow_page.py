"""The page Grow: presets and modules are wanted first, switched then, and taken back from the message."""

import re
from datetime import timedelta

import pytest

from deskhand.accounts.actions import give_role, switch_module, switch_modules
from deskhand.kernel import clock, growing, modules, reactions
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event

PAGE = "/agent/settings/it/grow/"
FULL = {one.label for one in modules.installed() if one.preset == "service_desk"}


@pytest.fixture
def lena(cast):
    return cast.client("lena")


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_new_desk_is_a_help_desk_and_says_how_much_there_is_of_it(cast, lena):
    page = text(lena.get(PAGE))
    assert "This desk is now: Help desk" in page and "module to switch" not in page
    menu = lena.get("/agent/it/tickets/").content.decode().partition("<nav")[2].partition("</nav>")[0]
    assert f"{len(re.findall('data-key-label=', menu))} menu entries" in page
    give_role(actor=SYSTEM, desk=cast.it, person=cast.priya, role="admin")
    settings = cast.client("priya").get("/agent/settings/it/general/").content.decode()
    listed = re.findall(r"<li><a href", settings.partition('id="settings-list"')[2].partition("</nav>")[0])
    assert f"{len(listed)} settings pages" in page


def test_only_steps_of_installed_modules_are_named(lena):
    page = lena.get(PAGE).content.decode()
    offered = re.findall(r'name="preset" value="(\w+)"', page)
    assert offered == growing.presets()
    for later in set(modules.PRESETS) - set(offered):
        assert str(growing.TITLES[later]) not in page


def test_choosing_a_preset_switches_nothing_until_it_is_said_so(cast, lena):
    page = text(lena.get(f"{PAGE}?preset=service_desk"))
    assert f"{len(FULL)} modules to switch on" in page and "will be switched on" in page
    assert "Requesters notice" in page and "Leads notice" in page
    assert not growing.on_at(cast.it.pk)


def test_a_preset_is_switched_on_and_taken_back_from_the_message(cast, lena):
    wanted = sorted(growing.chosen("service_desk", ()))
    done = lena.post(PAGE, {"wanted": wanted, "step": "service_desk"}, follow=True)
    assert "This desk is now: Service desk" in text(done) and growing.on_at(cast.it.pk) == FULL
    assert "on since" in text(done)
    undo = re.search(r'action="([^"]+grow/back/[^"]+)"', done.content.decode()).group(1).replace("&amp;", "&")
    assert lena.get(undo).status_code == 302 and growing.on_at(cast.it.pk) == FULL, "looking at it takes nothing back"
    back = lena.post(undo, follow=True)
    assert "This desk is now: Help desk" in text(back) and not growing.on_at(cast.it.pk)


def test_an_own_choice_is_said_in_words(cast, lena):
    switch_modules(actor=SYSTEM, desk=cast.it, wanted=FULL - {"time"})
    assert "own choice: Service desk without Time tracking" in text(lena.get(PAGE))
    switch_modules(actor=SYSTEM, desk=cast.it, wanted={"time"})
    assert "own choice: Help desk with Time tracking" in text(lena.get(PAGE))


def test_what_is_kept_is_counted_and_what_goes_out_of_sight_is_said_before(cast, lena):
    from deskhand.modules.announcements.actions import Details, Words, publish

    switch_module(actor=SYSTEM, desk=cast.it, module="announcements", on=True)
    begin = clock.now() - timedelta(hours=1)
    details = Details(kind="outage", words=Words("Mail is down", "Since nine."), starts_at=begin)
    publish(actor=cast.actor("lena"), desk=cast.it, details=details)
    assert "1 announcement" in text(lena.get(PAGE))
    assert "1 announcement is shown now." in text(lena.get(f"{PAGE}?review=1"))
    switch_module(actor=SYSTEM, desk=cast.it, module="announcements", on=False)
    assert "off, 1 announcement kept" in text(lena.get(PAGE))


def test_what_changed_when_names_who_chose_which_preset(cast, lena):
    lena.post(PAGE, {"wanted": sorted(FULL), "step": "service_desk"})
    history = text(lena.get("/agent/settings/it/history/ops-grow/"))
    assert "Lena Hartmann" in history and "preset chosen" in history and "Service desk" in history
    assert Event.objects.filter(code="desk.module_switched", actor_id=cast.lena.pk).count() == len(FULL)


def test_the_former_address_leads_there(lena):
    assert lena.get("/agent/settings/it/modules/?preset=service_desk").url == f"{PAGE}?preset=service_desk"


def test_a_simulation_is_computed_from_the_desks_own_tickets_and_writes_nothing(cast, lena):
    for _again in range(3):
        cast.ticket("The badge does not open the door")
    cast.ticket("Somebody else's matter", desk="hr")
    before = Event.objects.count()
    page = text(lena.get(f"{PAGE}simulation/?module=tasks&module=sla&module=knowledge&module=fields"))
    assert "Computed from the 3 tickets" in page
    assert "1 subject came three times or more" in page and "There is no policy yet" in page
    assert "Custom fields" not in page.partition("Simulation")[2].partition("Computed")[2], "it only shows something"
    assert Event.objects.count() == before and not growing.on_at(cast.it.pk)


def test_every_module_that_reacts_has_its_simulation_or_says_what_reacts_to_what(cast, lena):
    page = text(lena.get(f"{PAGE}simulation/"))
    for config in modules.installed():
        assert (str(config.title) in page.partition("Computed from")[2]) == reactions.does_react(config.label)


def test_a_supposed_module_is_on_for_nobody_else_and_no_fact_is_recorded_meanwhile(cast):
    from deskhand.kernel import switches

    with switches.supposing(cast.it.pk, ["time"]):
        assert switches.is_on("time", cast.it.pk) and switches.desks_with("time") == [cast.it.pk]
        assert not switches.is_on("time", cast.hr.pk) and not switches.is_surely_on("time", cast.it.pk)
        assert switches.version() < 0
        with pytest.raises(RuntimeError):
            switch_module(actor=SYSTEM, desk=cast.it, module="sla", on=True)
    assert not switches.is_on("time", cast.it.pk)


@pytest.mark.parametrize(("name", "status"), [("priya", 403), ("hanna", 404), ("mara", 404)])
def test_only_administrators_of_the_desk_see_it(cast, name, status):
    client = cast.client(name)
    for path in (PAGE, f"{PAGE}simulation/", f"{PAGE}back/"):
        assert client.get(path).status_code == status


def test_the_page_asks_as_much_with_everything_on_as_with_everything_off(cast, lena, django_assert_max_num_queries):
    lena.get(PAGE)
    with django_assert_max_num_queries(40):
        lena.get(f"{PAGE}?preset=service_desk")
