"""What every module must keep, whoever wrote it: off leaves no trace, on again is as it was."""

from __future__ import annotations

import ast
import json
import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deskhand.accounts.actions import switch_module
from deskhand.accounts.models import Organization
from deskhand.demo import cast as casting
from deskhand.kernel import clock, modules, permissions, reactions, slots, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.mail.models import OutboundMail
from deskhand.notify import kinds
from deskhand.ops import growth
from deskhand.tickets.query_fields import ticket_fields
from deskhand.web import places
from tests.house.source import ROOT

MODULES = [one.label for one in modules.installed()]
MENU_LIMIT = 5
"""Entries in the agent's menu with every module off."""
SETTINGS_LIMIT = 12
"""Entries of a desk's and the installation's settings list with every module off."""
CHANCE = re.compile(
    r'(csrfmiddlewaretoken" value|csrf-token" content|data-live-version|name="stamp" value)="[^"]*"'
    r"|<p[^>]*data-about.*?</p>|\b\d{1,2}:\d\d\b",
    re.DOTALL,
)
PAGES = (
    ("jana", "/agent/it/tickets/"),
    ("jana", "/agent/it/tickets/?q=printer"),
    ("jana", "/agent/it/overview/"),
    ("jana", "/agent/notifications/"),
    ("jana", "/agent/palette?desk=it"),
    ("jana", "/agent/tickets/{number}/"),
    ("jana", "/me/notifications/"),
    ("lena", "/agent/settings/it/general/"),
    ("lena", "/agent/settings/it/permissions/"),
    ("mara", "/"),
    ("mara", "/new/"),
    ("", "/new/"),
    ("", "/api/v1/openapi.json"),
)


@pytest.fixture(autouse=True)
def _no_time_goes_by(monkeypatch):
    """On a busy machine lists say "1 min" where they said "now", and a panel that was slow three times rests for a
    while: the page is another one, and no module has changed it."""
    monkeypatch.setattr(timezone, "now", clock.now)
    monkeypatch.setattr(places, "SLOW_SECONDS", float("inf"))
    monkeypatch.setattr(places, "_rests_until", {})


each_module = pytest.mark.parametrize("module", MODULES)


def switch(cast, module, on):
    """With what it needs: that goes on before it, and off after it."""
    needed = modules.module(module).requires
    for one in (*needed, module) if on else (module, *needed):
        switch_module(actor=SYSTEM, desk=cast.it, module=one, on=on)


def furnished(cast, module):
    """Whatever the module shows in a demo, and a ticket that was worked on."""
    for company in casting.load().organizations:
        Organization.objects.get_or_create(name=company.name, defaults={"created_at": clock.now()})
    switch(cast, module, True)
    for one in next(slot for slot in slots.all_slots() if slot.name == "demo_content").contributions:
        if one.module == module:
            one.item(cast.it, casting.load())
    switch(cast, module, False)


def worked_ticket(cast):
    ticket = cast.ticket("The printer is on fire")
    cast.reply(ticket)
    cast.work()
    return ticket


def rows_of(module):
    """Every row of the module's tables, link tables too."""
    found = {}
    for model in apps.get_app_config(module).get_models(include_auto_created=True):
        found[model._meta.db_table] = sorted(map(repr, model._base_manager.values_list()))
    return found


def seen(cast, number):
    pages = {(who, path): cast.client(who).get(path.format(number=number)) for who, path in PAGES}
    assert not [where for where, page in pages.items() if page.status_code != 200]
    texts = {where: page.content.decode() for where, page in pages.items()}
    return {where: text if where[1].endswith(".json") else CHANCE.sub("", text) for where, text in texts.items()}


@each_module
def test_off_on_off_on_changes_neither_its_data_nor_any_page(cast, module):
    with clock.frozen(clock.now()):
        number = worked_ticket(cast).number
        furnished(cast, module)
        kept, off = rows_of(module), seen(cast, number)
        switch(cast, module, True)
        while_on = seen(cast, number)
        for on, before in ((False, off), (True, while_on), (False, off)):
            switch(cast, module, on)
            assert rows_of(module) == kept
            changed = [where for where, page in seen(cast, number).items() if page != before[where]]
            assert not changed, f"{'on' if on else 'off'} again, and not as before: {changed}"
    assert off != while_on, "it is on and nowhere to be seen"


@each_module
def test_off_it_is_named_nowhere(cast, module):
    config = modules.module(module)
    furnished(cast, module)
    pages = seen(cast, worked_ticket(cast).number)
    titles = [where for where, page in pages.items() if str(config.title) in page or f"/{module}/" in page]
    assert not titles, f"off, and yet named: {titles}"
    document = json.loads(pages["", "/api/v1/openapi.json"])
    assert not [path for path in document["paths"] if f"/{module}/" in f"{path}/"]
    assert not [one["name"] for one in document["tags"] if one["name"].lower() in (module, str(config.title).lower())]
    assert not [one.code for one in permissions.in_force() if one.module == module]
    assert not [one.code for one in kinds.every() if one.module == module]
    told = " ".join(OutboundMail.objects.beyond_walls("all letters").values_list("subject", flat=True))
    assert str(config.title) not in told


@each_module
def test_off_nobody_may_do_what_it_permits(cast, module):
    its_own = [one.code for one in permissions.table() if one.module == module]
    assert its_own, "say in permissions.py who may do what"
    assert not [code for code in its_own if cast.actor("lena").may(code, cast.it.pk)]
    switch(cast, module, True)
    assert [code for code in its_own if cast.actor("lena").may(code, cast.it.pk)]
    assert not [code for code in its_own if cast.actor("hanna").may(code, cast.hr.pk)]


@each_module
def test_off_it_asks_the_database_nothing(cast, module):
    furnished(cast, module)
    number = worked_ticket(cast).number
    tables = tuple(f'"{name}"' for name in rows_of(module))
    with CaptureQueriesContext(connection) as asked:
        seen(cast, number)
        worked_ticket(cast)
    curious = [one["sql"] for one in asked if any(name in one["sql"] for name in tables)]
    assert not curious


@each_module
def test_what_it_puts_into_places_is_there_only_where_it_is_on(cast, module):
    def filled(desk_id):
        return {slot.name: len(slots.items(slot.name, desk_id=desk_id)) for slot in slots.all_slots()}

    def words(desk_id):
        return {one.name for one in ticket_fields(desk_id)}

    it, hr, asked = filled(cast.it.pk), filled(cast.hr.pk), words(cast.it.pk)
    switch(cast, module, True)
    assert filled(cast.it.pk) != it, "it fills no place"
    assert filled(cast.hr.pk) == hr
    switch(cast, module, False)
    assert filled(cast.it.pk) == it and words(cast.it.pk) == asked


@each_module
def test_whatever_it_puts_into_a_place_says_whose_it_is(module):
    folder = ROOT / "src" / "deskhand" / "modules" / module
    bare = []
    for path in sorted(folder.rglob("*.py")) if folder.exists() else ():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("slots.fill", "fill", "declare"):
                is_for_rows = bool(node.args) and ast.unparse(node.args[0]) == "'person_rows'"
                if not is_for_rows and "module" not in {one.arg for one in node.keywords}:
                    bare.append(f"{path.name}:{node.lineno}")
    assert not bare, f"without module= it shows where the module is off: {bare}"


@each_module
def test_it_says_of_itself_what_it_adds_for_whom_and_what_it_does_by_itself(cast, module):
    told = growth.tells_of(module)
    assert told is not None, "fill the slot module_tells in tells.py"
    assert 1 <= len(told.requesters) <= 4 and 1 <= len(told.agents) <= 4 and 1 <= len(told.leads) <= 4
    assert bool(told.reacts) == reactions.does_react(module), "say what it does by itself, and only where it does"


def test_with_everything_off_an_agent_sees_a_help_desk_and_nothing_else(cast):
    assert not [one for one in MODULES if switches.is_on_anywhere(one)]
    page = cast.client("jana").get("/agent/it/tickets/").content.decode()
    menu = re.findall(r'data-key-label="([^"]+)"', page.partition("<nav")[2].partition("</nav>")[0])
    assert 0 < len(menu) <= MENU_LIMIT, menu


def test_with_everything_off_the_settings_are_few(cast):
    page = cast.client("lena").get("/agent/settings/it/general/").content.decode()
    entries = re.findall(r"<li><a href", page.partition('id="settings-list"')[2].partition("</nav>")[0])
    assert 0 < len(entries) <= SETTINGS_LIMIT, len(entries)
