"""Switching announcements: by whom, for which desk. What holds for every module is in tests/house/test_modules.py."""

import json

from django.test import Client

from deskhand.accounts.actions import switch_module
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.announcements import actions
from deskhand.modules.announcements.models import Announcement


def switch(cast, on):
    switch_module(actor=SYSTEM, desk=cast.it, module="announcements", on=on)


def publish(cast):
    details = actions.Details(kind="outage", words=actions.Words("VPN drops"), starts_at=clock.ago(hours=1))
    return actions.publish(actor=cast.actor("jana"), desk=cast.it, details=details)


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


def test_the_document_names_its_paths_while_it_is_on_anywhere(cast):
    def paths():
        return set(json.loads(Client().get("/api/v1/openapi.json").content)["paths"])

    assert not [path for path in paths() if "announcements" in path]
    switch(cast, True)
    assert "/api/v1/announcements" in paths()


def test_an_administrator_switches_it_on_after_reading_what_will_change(cast):
    lena = cast.client("lena")
    review = lena.get("/agent/settings/it/grow/?review=1&wanted=announcements").content.decode()
    assert "1 module to switch on" in review and "1 menu entry" in review and "lines above the portal" in review
    assert not switches.is_on("announcements", cast.it.pk)
    lena.post("/agent/settings/it/grow/", {"wanted": "announcements"})
    assert switches.is_on("announcements", cast.it.pk) and not switches.is_on("announcements", cast.hr.pk)
    off = lena.get("/agent/settings/it/grow/?review=1").content.decode()
    assert "1 module to switch off" in off
    lena.post("/agent/settings/it/grow/")
    assert not switches.is_on("announcements", cast.it.pk)


def test_agents_do_not_switch_modules(cast):
    assert cast.client("priya").post("/agent/settings/it/grow/", {"wanted": "announcements"}).status_code == 403
    assert not switches.is_on("announcements", cast.it.pk)


def test_a_stranger_does_not_learn_from_it_which_desks_there_are(cast):
    def answers():
        return [Client().get(f"/agent/{desk}/announcements/").status_code for desk in ("it", "hr", "nil")]

    assert answers() == [404, 404, 404]
    switch(cast, True)
    assert answers() == [302, 302, 302]
