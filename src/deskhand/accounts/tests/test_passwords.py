"""Choosing a first password, another one, and a new one after forgetting it."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from deskhand.accounts.tests.letters import last_letter, link_in
from deskhand.kernel.models import Event

GOOD, BETTER = "three calm herons", "seven quiet otters"


def text(answer):
    return answer.content.decode()


def new(password, **more):
    return {"password1": password, "password2": password, **more}


@pytest.fixture
def mara_with_password(cast):
    cast.mara.set_password(GOOD)
    cast.mara.save()
    return cast.mara


def works(person, password):
    person.refresh_from_db()
    return person.check_password(password)


def test_who_has_no_password_chooses_one_and_stays_signed_in(cast):
    client = cast.client("mara")
    assert client.get("/password/change/").headers["Location"] == "/password/set/"
    assert client.post("/password/set/", new(GOOD)).headers["Location"] == "/me/security/"
    assert works(cast.mara, GOOD)
    assert "Your password is set." in text(client.get("/me/"))


def test_changing_needs_the_old_one(mara_with_password, cast):
    client = cast.client("mara")
    wrong = client.post("/password/change/", new(BETTER, oldpassword="guess"))
    assert wrong.status_code == 422
    assert works(mara_with_password, GOOD)
    assert client.post("/password/change/", new(BETTER, oldpassword=GOOD)).status_code == 302
    assert works(mara_with_password, BETTER)
    assert client.get("/me/").status_code == 200


def test_a_change_is_written_down_without_the_password_and_told_by_mail(mara_with_password, cast):
    cast.client("mara").post("/password/change/", new(BETTER, oldpassword=GOOD))
    fact = Event.objects.get(code="person.changed", subject_id=cast.mara.pk, values__fields=["password"])
    assert fact.values["old"] == fact.values["new"] == {}
    cast.work()
    assert last_letter().to == [cast.mara.email] and BETTER not in last_letter().body


@pytest.mark.parametrize("weak", ["short", "password123", "mara@kestrel.example"])
def test_weak_passwords_are_refused_in_words(cast, weak):
    answer = cast.client("mara").post("/password/set/", new(weak))
    assert answer.status_code == 422
    assert 'id="f-password1_error"' in text(answer)


def test_who_forgot_it_gets_a_link_by_mail_and_chooses_another(mara_with_password, cast, client):
    answer = client.post("/password/reset/", {"email": "MARA@kestrel.example"})
    assert answer.headers["Location"] == "/password/reset/sent/"
    cast.work()
    path = link_in(last_letter())
    page = client.get(path)
    assert page.status_code == 200 and not client.cookies.get("deskhand_session")
    assert "noindex" in page.headers["X-Robots-Tag"]
    done = client.post(path, new(BETTER))
    assert done.headers["Location"] == "/password/reset/done/"
    assert works(mara_with_password, BETTER)


def test_the_link_works_once_and_ends_other_sessions(mara_with_password, cast, client):
    elsewhere = cast.client("mara")
    client.post("/password/reset/", {"email": cast.mara.email})
    cast.work()
    path = link_in(last_letter())
    client.post(path, new(BETTER))
    assert client.get(path).status_code == 404
    assert client.post(path, new("nine loud geese!")).status_code == 404
    assert works(mara_with_password, BETTER)
    assert elsewhere.get("/me/").status_code == 302


def test_an_unknown_address_reads_the_same_and_gets_no_mail(cast):
    known = Client().post("/password/reset/", {"email": cast.mara.email})
    unknown = Client().post("/password/reset/", {"email": "nobody@kestrel.example"})
    assert known.headers["Location"] == unknown.headers["Location"]
    cast.work()
    assert [one.to for one in mail.outbox] == [[cast.mara.email]]


def test_links_to_a_new_password_are_limited(cast, client):
    codes = [client.post("/password/reset/", {"email": cast.mara.email}).status_code for _time in range(4)]
    assert codes == [302, 302, 302, 429]


@pytest.mark.parametrize("broken", ["/password/reset/key/1-abc/", "/password/reset/key/zzzzzz-c1x-abc/"])
def test_a_broken_link_says_what_to_do(cast, client, broken):
    answer = client.get(broken)
    assert answer.status_code == 404
    assert "Ask for a new link" in text(answer)


def test_the_link_is_void_after_three_days(mara_with_password, cast, client, monkeypatch):
    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    client.post("/password/reset/", {"email": cast.mara.email})
    cast.work()
    later = datetime.now() + timedelta(days=3, minutes=1)  # noqa: DTZ005 (as the generator counts)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    assert client.get(link_in(last_letter())).status_code == 404
