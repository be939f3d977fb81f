"""Sessions: seen, listed, ended."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deskhand.accounts.actions import make_token, take_role
from deskhand.accounts.devices import device
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event

GOOD = "three calm herons"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def text(answer):
    return answer.content.decode()


@pytest.fixture
def mara(cast):
    cast.mara.set_password(GOOD)
    cast.mara.save()
    return cast.mara


def signed_in(person, **headers):
    client = Client(headers=headers)
    client.post("/sign-in/", {"login": person.email, "password": GOOD})
    return client


def is_out(client):
    return client.get("/me/").status_code == 302


def row_of(client):
    return UserSession.objects.get(session_key=client.session.session_key)


def test_sessions_are_listed_in_plain_words(mara):
    here = signed_in(mara, user_agent=FIREFOX)
    signed_in(mara, user_agent="curl/8")
    page = text(here.get("/me/security/"))
    assert "Firefox on Linux" in page and "Unknown device" in page
    assert "this browser" in page and "127.0.0.1" in page
    assert page.index("Firefox on Linux") < page.index("Unknown device")


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Version/17.5 Safari/605.1.15", "Safari on macOS"),
        ("", "Unknown device"),
    ],
)
def test_browsers_are_named(says, words):
    assert device(says) == words


def test_one_session_is_ended_at_once(mara):
    here, there = signed_in(mara), signed_in(mara)
    answer = here.post(f"/me/security/sessions/{row_of(there).pk}/end/")
    assert answer.headers["Location"] == "/me/security/"
    assert is_out(there) and not is_out(here)
    assert Event.objects.get(code="person.sessions_ended").values == {"person": mara.pk, "count": 1}


def test_all_others_are_ended_at_once(mara):
    here, there, elsewhere = (signed_in(mara) for _browser in range(3))
    here.post("/me/security/sessions/end/")
    assert is_out(there) and is_out(elsewhere) and not is_out(here)


def test_nobody_ends_somebody_elses_session(cast, mara):
    there = signed_in(mara)
    assert cast.client("oliver").post(f"/me/security/sessions/{row_of(there).pk}/end/").status_code == 404
    assert not is_out(there)


def test_signing_out_takes_the_session_off_the_list(mara):
    client = signed_in(mara)
    client.post("/sign-out/")
    assert not UserSession.objects.exists()


def test_a_new_password_ends_the_other_sessions(mara):
    here, there = signed_in(mara), signed_in(mara)
    new = {"oldpassword": GOOD, "password1": "seven quiet otters", "password2": "seven quiet otters"}
    assert here.post("/password/change/", new).status_code == 302
    assert is_out(there) and not is_out(here)
    assert UserSession.objects.filter(user=mara).count() == 1


def test_reading_writes_nothing_and_being_there_is_told_by_a_small_request(mara):
    client = signed_in(mara)
    before = row_of(client).last_seen_at
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        with CaptureQueriesContext(connection) as reading:
            client.get("/me/security/")
        assert not [one["sql"] for one in reading if one["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
        assert row_of(client).last_seen_at == before
        assert client.post("/me/seen/").status_code == 204
        assert row_of(client).last_seen_at > before + timedelta(minutes=4)
        with CaptureQueriesContext(connection) as again:
            client.post("/me/seen/")
        assert not [one["sql"] for one in again if one["sql"].startswith("UPDATE")]


def test_a_session_ends_after_eight_hours_without_anybody(mara):
    client = signed_in(mara)
    end = client.session.get_expiry_date()
    assert abs(end - clock.now() - timedelta(hours=8)) < timedelta(minutes=1)
    with clock.frozen(clock.now() + timedelta(hours=7)):
        client.post("/me/seen/")
    assert client.session.get_expiry_date() - end > timedelta(hours=6)


def test_a_session_ends_after_fourteen_days_whatever_happens(mara):
    client = signed_in(mara)
    with clock.frozen(clock.now() + timedelta(days=13, hours=23)):
        client.post("/me/seen/")
    assert client.session.get_expiry_date() - clock.now() < timedelta(days=14, minutes=1)


def test_a_session_that_is_over_is_signed_out(mara):
    client = signed_in(mara)
    session = client.session
    session.set_expiry(clock.now() - timedelta(seconds=1))
    session.save()
    assert is_out(client)


def test_who_is_switched_off_is_out_at_once_everywhere(cast, mara):
    browser, phone = signed_in(mara), signed_in(mara)
    _row, token = make_token(actor=SYSTEM, person=mara, scope="read")
    bearer = {"authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/me", headers=bearer).status_code == 200
    mara.is_active = False
    mara.save(update_fields=["is_active"])
    assert is_out(browser) and is_out(phone)
    assert Client().get("/api/v1/me", headers=bearer).status_code == 401


def test_who_loses_their_last_role_is_a_requester_at_once(cast):
    browser, phone = cast.client("ben"), cast.client("ben")
    bearer = cast.bearer("ben")
    number = cast.ticket().number
    assert browser.get(f"/agent/tickets/{number}/").status_code == 200
    take_role(actor=cast.actor("lena"), desk=cast.it, person=cast.ben, role="agent")
    for client in (browser, phone):
        assert client.get(f"/agent/tickets/{number}/").status_code == 404
    assert Client().get(f"/api/v1/tickets/{number}", headers=bearer).status_code == 404


def test_sessions_that_are_over_are_swept(mara):
    from deskhand.accounts.schedules import sweep_sessions
    from deskhand.jobs.worker import run_until_idle

    over, living = signed_in(mara), signed_in(mara)
    session = over.session
    session.set_expiry(clock.now() - timedelta(seconds=1))
    session.save()
    sweep_sessions.put()
    run_until_idle()
    assert [row.session_key for row in UserSession.objects.all()] == [living.session.session_key]
    assert not is_out(living)
