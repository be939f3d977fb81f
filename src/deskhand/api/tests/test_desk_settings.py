"""What a desk's administrators and people for themselves decide, by the API."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext
from PIL import Image

from deskhand.accounts.models import DeskRole
from deskhand.kernel import own_words
from deskhand.notify.models import Notification


def test_an_administrator_changes_the_settings_of_a_desk(cast, call):
    lena = call("lena")
    wanted = {"public_name": "Help", "reopen_days": 3, "form_team": "Service Desk", "accent": "#0b5c7a", "words": "Hi"}
    changed = lena.patch("/desks/it/settings", wanted).json()
    assert {name: changed[name] for name in wanted} == wanted
    assert lena.patch("/desks/it/settings", {"words": "Hello"}).json()["accent"] == "#0b5c7a"
    assert lena.patch("/desks/it/settings", {"form_team": None}).json()["form_team"] is None
    told = lena.patch("/desks/it/settings", {"told_of_new": ["jana@eberfeld.example"]}).json()
    assert told["told_of_new"] == ["jana@eberfeld.example"] and told["public_name"] == "Help"
    assert not DeskRole.objects.get(desk=cast.it, person=cast.ben).hears_of_new
    assert call("lena", "read").get("/desks/it/settings").json() == told


def test_settings_that_cannot_be_are_refused_and_nothing_changes(cast, call):
    lena = call("lena")
    for wrong in ({"accent": "blue"}, {"form_team": "None"}, {"told_of_new": ["mara@kestrel.example"]}, {"name": " "}):
        refused = lena.patch("/desks/it/settings", {"reopen_days": 2, **wrong})
        assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == next(iter(wrong))
    cast.it.refresh_from_db()
    assert cast.it.reopen_days == 14
    assert [call(n).patch("/desks/it/settings", {}).status_code for n in ("jana", "hanna", "mara")] == [403, 404, 404]


def test_a_desk_gets_a_logo_and_loses_it(cast, call):
    lena, picture = call("lena"), BytesIO()
    Image.new("RGB", (64, 64), "red").save(picture, "PNG")
    file = SimpleUploadedFile("logo.png", picture.getvalue(), content_type="image/png")
    assert lena.upload("/desks/it/logo", file).json()["has_logo"] is True
    assert lena.upload("/desks/it/logo", SimpleUploadedFile("logo.png", b"no picture")).status_code == 422
    assert lena.delete("/desks/it/logo").status_code == 204
    assert lena.get("/desks/it/settings").json()["has_logo"] is False


def test_modules_are_listed_and_switched(cast, call):
    lena = call("lena")
    on = {one["label"]: one["is_on"] for one in lena.get("/desks/it/modules").json()["items"]}
    assert on["announcements"] is False
    assert lena.patch("/desks/it/modules/announcements", {"is_on": True}).json()["is_on"] is True
    assert lena.get("/announcements").status_code == 200
    assert lena.patch("/desks/it/modules/announcements", {"is_on": False}).json()["is_on"] is False
    assert (
        lena.get("/announcements").status_code == lena.patch("/desks/it/modules/x", {"is_on": True}).status_code == 404
    )
    assert call("jana").patch("/desks/it/modules/announcements", {"is_on": True}).status_code == 403


def test_somebody_reads_the_tickets_of_their_organization_for_a_while(cast, call):
    ticket, lena = cast.ticket(), call("lena")
    path = f"/desks/it/organizations/{cast.mara.organization_id}"
    lena.patch(f"/organizations/{cast.mara.organization_id}", {"desk": "it", "notes": "Call first."})
    cast.ticket(by="huimin")
    known = lena.post(f"{path}/contacts", {"person": cast.huimin.pk})
    assert (known.status_code, known.json()["notes"]) == (201, "Call first.")
    assert [one["name"] for one in call("jana").get(path).json()["contacts"]] == ["Hui Min Tan"]
    assert call("huimin").get(f"/tickets/{ticket.number}").status_code == 200
    assert lena.post(f"{path}/contacts", {"person": cast.ben.pk}).json()["errors"][0]["field"] == "person"
    assert lena.post(f"{path}/contacts", {"person": cast.hanna.pk}).json()["errors"][0]["field"] == "person"
    assert [lena.delete(f"{path}/contacts/{cast.huimin.pk}").status_code for _twice in range(2)] == [204, 404]
    assert call("huimin").get(f"/tickets/{ticket.number}").status_code == 404
    assert call("jana").post(f"{path}/contacts", {"person": cast.huimin.pk}).status_code == 403
    assert call("hanna").get(path).status_code == 404


def test_somebody_is_taken_out_of_the_directory(cast, call):
    jana = call("jana")
    made = jana.post("/people", {"desk": "it", "name": "Noa Berg", "is_vip": True}).json()
    path = f"/desks/it/people/{made['id']}"
    assert call("arno").delete(path).status_code == 403
    assert [jana.delete(path).status_code for _twice in range(2)] == [204, 404]


def test_a_person_joins_and_leaves_an_organization(cast, call):
    cast.ticket()
    jana = call("jana")
    made = jana.post(
        "/people", {"desk": "it", "name": "Noa", "organization": "Kestrel Biotech", "language": "de"}
    ).json()
    assert (made["organization"], made["language"]) == ("Kestrel Biotech", "de")
    path = f"/people/{made['id']}"
    assert jana.patch(path, {"desk": "it", "organization": None}).json()["organization"] is None
    refused = jana.patch(path, {"desk": "it", "organization": "Nordwind Logistik"})
    assert refused.json()["errors"][0]["field"] == "organization"


def test_people_change_their_own_details_and_signatures(cast, call):
    jana = call("jana")
    changed = jana.patch("/me", {"phone": "12", "time_zone": "Europe/Berlin", "theme": "night"}).json()
    assert (changed["phone"], changed["time_zone"], changed["roles"]) == ("12", "Europe/Berlin", {"it": ["agent"]})
    assert jana.patch("/me", {"time_zone": "Mars"}).json()["errors"][0]["field"] == "time_zone"
    assert jana.put("/me/signatures/it", {"text": "Jana"}).json() == {"desk": "it", "text": "Jana"}
    assert call("jana", "read").get("/me/signatures").json()["items"] == [{"desk": "it", "text": "Jana"}]
    assert jana.put("/me/signatures/hr", {"text": "Jana"}).status_code == 404
    assert call("arno").put("/me/signatures/it", {"text": "x"}).status_code == 403
    assert call("mara").patch("/me", {"name": "Mara L."}).json()["name"] == "Mara L."


def test_people_choose_what_they_hear_and_when(cast, call):
    jana = call("jana")

    def mail(**desk):
        found = jana.get("/notifications/choices", **desk).json()["items"]
        return next(one["mail"] for one in found if one["kind"] == "assigned_to_me")

    choice = {"kind": "assigned_to_me", "channel": "mail", "wanted": False}
    general = mail()
    jana.patch("/notifications/choices", {**choice, "wanted": not general, "desk": "it"})
    assert (mail(), mail(desk="it")) == (general, not general)
    jana.patch("/notifications/choices", {**choice, "wanted": None, "desk": "it"})
    assert mail(desk="it") == general
    assert jana.patch("/notifications/choices", {**choice, "kind": "none"}).status_code == 422
    assert jana.patch("/notifications/choices", {**choice, "desk": "hr"}).json()["errors"][0]["field"] == "desk"
    wanted = {"digest": "daily", "hour": 7, "day": 0, "quiet_from": "18:00", "quiet_until": "07:30"}
    assert jana.put("/notifications/rhythm", wanted).json() == wanted
    assert jana.get("/notifications/rhythm").json() == wanted
    half = jana.put("/notifications/rhythm", {"digest": "never", "quiet_from": "18:00"})
    assert half.json()["errors"][0]["field"] == "quiet_from"


def test_a_notification_is_unread_again(cast, call):
    cast.ticket()
    cast.work()
    jana = call("jana")
    row = Notification.objects.filter(person=cast.jana, in_app=True).first()
    assert row is not None
    jana.post("/notifications/read", {})
    assert jana.post("/notifications/unread", {"ids": [row.pk]}).json() == {"marked": 1}
    assert call("ben").post("/notifications/unread", {"ids": [row.pk]}).json() == {"marked": 0}


def test_a_desk_is_taken_to_a_preset_and_back(cast, call):
    lena = call("lena")
    assert lena.get("/desks/it/preset").json()["preset"] == "help_desk"
    grown = lena.put("/desks/it/preset", {"preset": "service_desk"}).json()
    assert (grown["preset"], grown["without"], grown["besides"]) == ("service_desk", [], [])
    lena.patch("/desks/it/modules/time", {"is_on": False})
    assert lena.get("/desks/it/preset").json()["without"] == ["time"]
    assert lena.put("/desks/it/preset", {"preset": "help_desk"}).json()["preset"] == "help_desk"
    assert lena.put("/desks/it/preset", {"preset": "universe"}).status_code == 422
    assert [call(n).put("/desks/it/preset", {"preset": "help_desk"}).status_code for n in ("jana", "hanna")] == [
        403,
        404,
    ]


def test_words_are_changed_by_program(cast, call):
    calls = {"en": {"ticket": {"choice": "own", "singular": "wish", "plural": "wishes"}}}
    changed = call("lena").patch("/desks/it/settings", {"calls": calls})
    assert changed.status_code == 200, changed.content
    assert changed.json()["calls"]["en"]["ticket"]["singular"] == "wish"
    with own_words.of_desk(cast.it.pk):
        assert gettext("New ticket") == "New wish"
    wrong = call("lena").patch("/desks/it/settings", {"calls": {"en": {"ticket": {"choice": "none"}}}})
    assert wrong.status_code == 422
    assert call("jana").patch("/desks/it/settings", {"calls": {}}).status_code == 403
