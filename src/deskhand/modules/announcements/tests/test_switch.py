"""Off leaves no trace; on again shows it as it was."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deskhand.accounts.actions import switch_module
from deskhand.kernel import clock, slots, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.permissions import in_force
from deskhand.modules.announcements import actions
from deskhand.modules.announcements.models import Announcement

PAGES = (
    ("jana", "/agent/it/tickets/"),
    ("lena", "/agent/settings/it/general/"),
    ("lena", "/agent/settings/it/permissions/"),
    ("lena", "/agent/settings/it/modules/"),
    ("mara", "/"),
    ("", "/new/"),
    ("", "/api/v1/openapi.json"),
)
CHANCE = re.compile(r'(csrfmiddlewaretoken" value|csrf-token" content|data-live-version|name="stamp" value)="[^"]*"')
ABOUT = re.compile(r"<p[^>]*data-about.*?</p>", re.DOTALL)
"""When the page was changed last: switching is such a change."""


def switch(cast, on):
    switch_module(actor=SYSTEM, desk=cast.it, module="announcements", on=on)


def publish(cast):
    details = actions.Details(kind="outage", words=actions.Words("VPN drops"), starts_at=clock.ago(hours=1))
    return actions.publish(actor=cast.actor("jana"), desk=cast.it, details=details)


def seen(cast):
    """Every key page, without what differs by chance."""
    pages = {(who, path): cast.client(who).get(path).content.decode() for who, path in PAGES}
    return {where: ABOUT.sub("", CHANCE.sub("", page)) for where, page in pages.items()}


def test_off_then_on_then_off_leaves_every_page_as_it_was(cast):
    with clock.frozen(clock.now()):
        never = seen(cast)
        switch(cast, True)
        publish(cast)
        while_on = seen(cast)
        switch(cast, False)
        assert seen(cast) == never
        switch(cast, True)
        assert seen(cast) == while_on
    assert [where for where in never if never[where] == while_on[where]] == []


def test_off_its_pages_and_paths_are_not_there(cast):
    switch(cast, True)
    row = publish(cast)
    switch(cast, False)
    jana, token = cast.client("jana"), cast.bearer("jana")
    for path in ("", "new/", f"{row.pk}/"):
        assert jana.get(f"/agent/it/announcements/{path}").status_code == 404
    assert jana.post(f"/agent/it/announcements/{row.pk}/end/").status_code == 404
    for path in ("", f"/{row.pk}"):
        assert Client().get(f"/api/v1/announcements{path}", headers=token).status_code == 404
    assert Announcement.objects.within(cast.it).filter(pk=row.pk).exists()


def test_a_module_is_on_for_one_desk_and_off_for_another(cast):
    switch(cast, True)
    publish(cast)
    assert cast.client("jana").get("/agent/it/announcements/").status_code == 200
    assert cast.client("hanna").get("/agent/hr/announcements/").status_code == 404
    assert "/agent/hr/announcements/" not in cast.client("hanna").get("/agent/hr/tickets/").content.decode()


def test_off_it_asks_the_database_nothing(cast):
    switch(cast, True)
    publish(cast)
    switch(cast, False)
    for who, path in PAGES:
        client = cast.client(who)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert not [one["sql"] for one in asked if "announcements_announcement" in one["sql"]], path


def test_off_its_permissions_are_in_no_table(cast):
    assert not [one for one in in_force() if one.module == "announcements"]
    switch(cast, True)
    assert {one.code for one in in_force(cast.it.pk) if one.module} == {"announcements.read", "announcements.publish"}
    assert not [one for one in in_force(cast.hr.pk) if one.module]


def test_the_document_names_its_paths_while_it_is_on_anywhere(cast):
    def paths():
        return set(json.loads(Client().get("/api/v1/openapi.json").content)["paths"])

    assert not [path for path in paths() if "announcements" in path]
    switch(cast, True)
    assert "/api/v1/announcements" in paths()


def test_an_administrator_switches_it_on_after_reading_what_will_change(cast):
    lena = cast.client("lena")
    review = lena.get("/agent/settings/it/modules/?review=1&wanted=announcements").content.decode()
    assert "1 module to switch on" in review and "1 menu entry" in review and "lines above the portal" in review
    assert not switches.is_on("announcements", cast.it.pk)
    lena.post("/agent/settings/it/modules/", {"wanted": "announcements"})
    assert switches.is_on("announcements", cast.it.pk) and not switches.is_on("announcements", cast.hr.pk)
    off = lena.get("/agent/settings/it/modules/?review=1").content.decode()
    assert "1 module to switch off" in off
    lena.post("/agent/settings/it/modules/")
    assert not switches.is_on("announcements", cast.it.pk)


def test_agents_do_not_switch_modules(cast):
    assert cast.client("priya").post("/agent/settings/it/modules/", {"wanted": "announcements"}).status_code == 403
    assert not switches.is_on("announcements", cast.it.pk)


@pytest.mark.parametrize("place", ["nav_entry", "settings_page", "workspace_banner", "portal_banner", "api_router"])
def test_it_fills_its_places_only_where_it_is_on(cast, place):
    before = len(slots.items(place, desk_id=cast.it.pk))
    switch(cast, True)
    assert len(slots.items(place, desk_id=cast.it.pk)) == before + 1
    assert len(slots.items(place, desk_id=cast.hr.pk)) == before


def test_a_stranger_does_not_learn_from_it_which_desks_there_are(cast):
    def answers():
        return [Client().get(f"/agent/{desk}/announcements/").status_code for desk in ("it", "hr", "nil")]

    assert answers() == [404, 404, 404]
    switch(cast, True)
    assert answers() == [302, 302, 302]
