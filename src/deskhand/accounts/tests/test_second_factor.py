"""The second factor: an app and recovery codes. Passkeys need a browser: tests/e2e/test_sign_in_passkeys.py."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from deskhand.accounts.actions import give_role, make_sign_in_link
from deskhand.accounts.tests.letters import last_letter, link_in
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event

GOOD = "three calm herons"


def text(answer):
    return answer.content.decode()


def code_of(secret, steps=0):
    """What an app shows; ``steps`` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up(client):
    """Set an app up through its page. Returns its secret and the recovery codes."""
    page = text(client.get("/me/security/app/"))
    secret = re.search(r"data-secret>([A-Z2-7 ]+)<", page)[1].replace(" ", "")
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)[1]
    done = text(client.post("/me/security/app/", {"code": code_of(secret), "sealed": sealed}))
    return secret, re.findall(r"data-code>(\d+)<", done)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def facts(code, person):
    return Event.objects.filter(code=code, subject_id=person.pk)


def by_password(client, person):
    return client.post("/sign-in/", {"login": person.email, "password": GOOD})


@pytest.fixture
def mara(cast):
    cast.mara.set_password(GOOD)
    cast.mara.save()
    return cast.mara


@pytest.fixture
def secret(cast, mara):
    found, _codes = set_up(cast.client("mara"))
    return found


def test_an_app_is_set_up_with_a_picture_and_a_secret(cast, mara):
    page = cast.client("mara").get("/me/security/app/")
    assert 'src="data:image/svg+xml;base64,' in text(page)
    assert "no-store" in page.headers["Cache-Control"]
    _secret, codes = set_up(cast.client("mara"))
    assert len(codes) == 10
    assert facts("person.factor_added", mara).get().values["kind"] == "totp"
    cast.work()
    assert last_letter().subject == "A second factor was added"


def test_looking_at_the_page_of_the_app_changes_nothing(cast, mara):
    client = cast.client("mara")
    before = dict(client.session)
    client.get("/me/security/app/")
    assert dict(client.session) == before
    assert not Authenticator.objects.exists()


def test_a_wrong_first_code_is_said_at_its_field_and_the_picture_stays(cast, mara):
    client = cast.client("mara")
    page = text(client.get("/me/security/app/"))
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)[1]
    answer = client.post("/me/security/app/", {"code": "000000", "sealed": sealed})
    assert answer.status_code == 422
    assert 'id="f-code_error"' in text(answer)
    assert re.search(r"data-secret>([^<]+)<", text(answer))[1] == re.search(r"data-secret>([^<]+)<", page)[1]
    assert not Authenticator.objects.exists()


def test_somebody_elses_secret_is_not_taken(cast, mara):
    page = text(cast.client("oliver").get("/me/security/app/"))
    secret = re.search(r"data-secret>([A-Z2-7 ]+)<", page)[1].replace(" ", "")
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)[1]
    answer = cast.client("mara").post("/me/security/app/", {"code": code_of(secret), "sealed": sealed})
    assert answer.status_code == 422
    assert not Authenticator.objects.exists()


def test_the_secret_is_encrypted_at_rest(mara, secret):
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("path", ["app/", "codes/", "factors/1/remove/", "passkeys/", "passkeys/options/"])
def test_changing_a_factor_asks_for_a_fresh_proof(cast, mara, path):
    answer = cast.client("mara", fresh=False).post(f"/me/security/{path}")
    assert answer.headers["Location"].startswith("/me/prove/")


def test_after_the_password_comes_the_code(cast, mara, secret, client):
    asked = by_password(client, mara)
    assert asked.headers["Location"] == "/sign-in/second/"
    assert not is_signed_in(client)
    page = client.get("/sign-in/second/")
    assert 'autocomplete="one-time-code"' in text(page)
    done = client.post("/sign-in/second/", {"code": code_of(secret, 1)})
    assert done.headers["Location"] == "/"
    assert is_signed_in(client)
    assert facts("person.signed_in", mara).get().values == {"person": mara.pk, "by": "password", "second": "totp"}


def test_after_a_mailed_link_comes_the_code(cast, mara, secret, client):
    client.post("/sign-in/", {"login": mara.email, "way": "link", "next": "/requests/"})
    cast.work()
    asked = client.post(link_in(last_letter()), {"next": "/requests/"})
    assert asked.headers["Location"] == "/sign-in/second/"
    assert not is_signed_in(client)
    assert not facts("person.signed_in", mara).exists()
    done = client.post("/sign-in/second/", {"code": code_of(secret, 1)})
    assert done.headers["Location"] == "/requests/"
    assert facts("person.signed_in", mara).get().values["by"] == "link"


def test_after_a_link_that_an_administrator_made_comes_the_code(cast, mara, secret, client):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.lena, role="admin")
    url = make_sign_in_link(actor=cast.actor("lena"), person=mara)
    assert client.post("/" + url.split("/", 3)[3]).headers["Location"] == "/sign-in/second/"


def test_a_password_reset_keeps_the_second_factor(cast, mara, secret, client):
    client.post("/password/reset/", {"email": mara.email})
    cast.work()
    path = link_in(last_letter())
    client.post(path, {"password1": "seven quiet otters", "password2": "seven quiet otters"})
    assert not is_signed_in(client)
    asked = client.post("/sign-in/", {"login": mara.email, "password": "seven quiet otters"})
    assert asked.headers["Location"] == "/sign-in/second/"
    assert Authenticator.objects.filter(user=mara, type="totp").exists()


def test_between_password_and_code_nothing_is_open(cast, mara, secret, client):
    by_password(client, mara)
    for path in ("/me/", "/requests/", "/me/security/"):
        assert client.get(path).headers["Location"].startswith("/sign-in/")


def test_a_code_works_once(cast, mara, secret):
    code = code_of(secret, 1)
    statuses = []
    for client in (Client(), Client()):
        by_password(client, mara)
        statuses.append(client.post("/sign-in/second/", {"code": code}).status_code)
    assert statuses == [302, 422]


def test_guessing_codes_ends_after_five_tries(cast, mara, secret, client):
    by_password(client, mara)
    for _guess in range(5):
        assert client.post("/sign-in/second/", {"code": "000000"}).status_code == 422
    answer = client.post("/sign-in/second/", {"code": code_of(secret, 1)})
    assert answer.status_code == 422
    assert "Try again in a few minutes" in text(answer)
    assert facts("person.sign_in_failed", mara).filter(values__by="second").count() >= 5


def test_a_recovery_code_stands_in_once_and_the_person_is_told(cast, mara):
    _secret, codes = set_up(cast.client("mara"))
    statuses = []
    for client in (Client(), Client()):
        by_password(client, mara)
        statuses.append(client.post("/sign-in/second/", {"code": codes[0]}).status_code)
    assert statuses == [302, 422]
    assert facts("person.recovery_code_used", mara).get().values["left"] == 9
    cast.work()
    assert any("recovery code of your account was used" in letter.body for letter in mail.outbox)
    assert "9 are left" in text(cast.client("mara").get("/me/security/"))


def test_recovery_codes_are_shown_once_and_can_be_downloaded(cast, mara):
    client = cast.client("mara")
    _secret, codes = set_up(client)
    assert codes[0] not in text(client.get("/me/security/"))
    file = client.post("/me/security/codes/file/", {"code": codes})
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert all(code in text(file) for code in codes)
    assert codes[0] not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_new_codes_end_the_old_ones(cast, mara, client):
    own = cast.client("mara")
    _secret, old = set_up(own)
    new = re.findall(r"data-code>(\d+)<", text(own.post("/me/security/codes/")))
    assert len(new) == 10 and not set(old) & set(new)
    by_password(client, mara)
    assert client.post("/sign-in/second/", {"code": old[0]}).status_code == 422
    assert client.post("/sign-in/second/", {"code": new[0]}).status_code == 302
    assert facts("person.recovery_codes_renewed", mara).exists()


def test_removing_the_last_factor_removes_the_codes(cast, mara, secret, client):
    row = Authenticator.objects.get(user=mara, type="totp")
    cast.client("mara").post(f"/me/security/factors/{row.pk}/remove/")
    assert not Authenticator.objects.exists()
    assert facts("person.factor_removed", mara).get().values["kind"] == "totp"
    assert by_password(client, mara).headers["Location"] == "/"


def test_nobody_removes_somebody_elses_factor(cast, mara, secret):
    row = Authenticator.objects.get(user=mara, type="totp")
    assert cast.client("oliver").post(f"/me/security/factors/{row.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=row.pk).exists()


def test_a_code_proves_that_it_is_you(cast, mara, secret):
    client = cast.client("mara", fresh=False)
    wrong = client.post("/me/prove/", {"way": "code", "code": "000000"})
    assert wrong.status_code == 422 and 'id="f-code_error"' in text(wrong)
    done = client.post("/me/prove/", {"way": "code", "code": code_of(secret, 1), "next": "/me/security/"})
    assert done.headers["Location"] == "/me/security/"
    assert client.post("/me/security/codes/").status_code == 200


def test_the_second_step_needs_the_first(client, db):
    assert client.get("/sign-in/second/").headers["Location"] == "/sign-in/"
    assert client.post("/sign-in/second/", {"code": "123456"}).headers["Location"] == "/sign-in/"
    assert client.post("/sign-in/second/options/").status_code == 403


def test_a_link_of_the_terminal_tells_nobody(cast, mara):
    make_sign_in_link(actor=SYSTEM, person=mara)
    cast.work()
    assert mail.outbox == []
