"""Letters that are sent to many kinds of people can be ended by those who serve a desk, in one click."""

import re
from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from deskhand.kernel import clock
from deskhand.mail.sending.building import raw_letter
from deskhand.mail.tests.post import sent_to
from deskhand.notify import queries
from deskhand.notify.models import Digest, Preference, Rhythm
from deskhand.notify.stopping import headers, stop_url
from deskhand.tickets import letters


def path(url):
    return re.sub(r"^https?://[^/]+", "", url)


def chosen(person, desk):
    return {kind.code for kind, wants in queries.choices(person, desk.pk) if not wants["mail"]}


def test_one_click_ends_the_kind_for_that_person_on_that_desk_and_nothing_else(cast, client):
    url = path(stop_url(cast.jana.pk, cast.it.pk, ["new_in_team"]))
    before = chosen(cast.jana, cast.it)
    assert client.get(url).status_code == 200
    assert chosen(cast.jana, cast.it) == before, "opening it changes nothing"
    strict = type(client)(enforce_csrf_checks=True)
    assert strict.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert chosen(cast.jana, cast.it) == before | {"new_in_team"}
    assert chosen(cast.jana, cast.hr) == before and chosen(cast.ben, cast.it) == before
    assert strict.post(url).status_code == 200
    assert Preference.objects.filter(person=cast.jana).count() == 1


def test_summaries_end_as_a_whole(cast, client):
    Rhythm.objects.create(person=cast.jana, digest=Digest.DAILY, digest_due_at=clock.now())
    page = client.post(path(stop_url(cast.jana.pk, cast.it.pk, ["summary"])))
    assert "no more summaries" in page.content.decode()
    assert Rhythm.objects.get(person=cast.jana).digest == Digest.NEVER


def test_nobody_ends_letters_of_others(cast, client):
    person, desk, kinds, signed = path(stop_url(cast.jana.pk, cast.it.pk, ["new_in_team"])).split("/")[3].split(".")
    for wicked in (
        f"{cast.ben.pk}.{desk}.{kinds}.{signed}",
        f"{person}.{cast.hr.pk}.{kinds}.{signed}",
        f"{person}.{desk}.noted.{signed}",
        f"{person}.{desk}.{kinds}",
        "x",
        "x" * 3000,
    ):
        assert client.post(f"/notifications/stop/{wicked}/").status_code == 404
    assert not Preference.objects.exists()


def test_a_link_that_names_nothing_that_is_told_ends_nothing_and_says_so(cast, client):
    url = path(stop_url(cast.jana.pk, cast.it.pk, ["made_up"]))
    for answer in (client.get(url), client.post(url)):
        assert answer.status_code == 404 and "This link does not work" in answer.content.decode()
    both = client.get(path(stop_url(cast.jana.pk, cast.it.pk, ["made_up", "noted"])))
    assert both.status_code == 200 and "A note on mine" in both.content.decode()


def test_letters_to_agents_can_be_ended_and_those_to_requesters_cannot(cast, settings):
    settings.DESKHAND = replace(settings.DESKHAND, base_url="https://help.example")
    ticket = cast.ticket(team=cast.service_desk)
    cast.work()
    cast.reply(ticket)
    letters.tell_agents("new_in_team", ticket, [cast.jana], by="Mara", text="VPN drops", once="1:new_in_team")
    told = message_from_bytes(raw_letter(sent_to(cast.jana.email, kind="notification")[-1]), policy=policy.default)
    assert f"/notifications/stop/{cast.jana.pk}.{cast.it.pk}.new_in_team." in told["List-Unsubscribe"]
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("reply", "acknowledgement"):
        letter = message_from_bytes(raw_letter(sent_to("mara@kestrel.example", kind=kind)[-1]), policy=policy.default)
        assert not [name for name in letter if name.lower().startswith("list-")]


@pytest.mark.parametrize("kinds", [["new_in_team"], ["noted", "status_changed"]])
def test_the_headers_are_those_of_the_standard(cast, settings, kinds):
    settings.DESKHAND = replace(settings.DESKHAND, base_url="https://help.example")
    found = headers(cast.jana.pk, cast.it.pk, kinds)
    assert re.fullmatch(r"<https://help\.example/notifications/stop/[^<>\s]+/>", found["List-Unsubscribe"])
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
