"""Proving again that it is you, before what is dangerous."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from deskhand.accounts.models import ApiToken, Desk
from deskhand.accounts.tests.letters import last_letter
from deskhand.kernel import clock

GOOD = "three calm herons"
TOKEN = {"token_name": "Script & <friends>", "scope": "read", "days": "30"}


def text(answer):
    return answer.content.decode()


@pytest.fixture
def with_password(cast):
    for person in (cast.mara, cast.lena):
        person.set_password(GOOD)
        person.save()
    return cast


def new_desk(**more):
    return {"name": "Facilities", "key": "fac", "who": "lena@eberfeld.example", "new_name": "", **more}


def test_who_has_just_signed_in_is_not_asked(cast):
    assert cast.client("mara").post("/me/tokens/", TOKEN).status_code == 200
    assert ApiToken.objects.count() == 1


def test_who_signed_in_long_ago_is_asked_first_and_what_was_typed_is_kept(with_password):
    client = with_password.client("mara", fresh=False)
    asked = client.post("/me/tokens/", TOKEN)
    assert asked.headers["Location"] == "/me/prove/?next=%2Fme%2Ftokens%2F"
    assert not ApiToken.objects.exists()
    assert "Your password" in text(client.get(asked.headers["Location"]))
    proven = client.post("/me/prove/", {"way": "password", "password": GOOD, "next": "/me/tokens/"})
    assert 'action="/me/tokens/"' in text(proven)
    assert "Script &amp; &lt;friends&gt;" in text(proven)
    fields = dict(re.findall(r'<textarea name="(\w+)" hidden>\n([^<]*)<', text(proven)))
    assert fields == {"token_name": "Script &amp; &lt;friends&gt;", "scope": "read", "days": "30"}
    assert client.post("/me/tokens/", TOKEN).status_code == 200


def test_what_is_kept_is_encrypted(with_password):
    client = with_password.client("mara", fresh=False)
    client.post("/me/tokens/", TOKEN)
    assert "friends" not in str(dict(client.session))


def test_a_page_can_be_read_without_a_proof_and_changed_only_with_one(with_password):
    client = with_password.client("lena", fresh=False)
    assert client.get("/agent/settings/desks/").status_code == 200
    asked = client.post("/agent/settings/desks/", new_desk())
    assert asked.headers["Location"].startswith("/me/prove/")
    assert not Desk.objects.filter(key="fac").exists()
    client.post("/me/prove/", {"way": "password", "password": GOOD})
    client.post("/agent/settings/desks/", new_desk())
    assert Desk.objects.filter(key="fac").exists()


def test_a_proof_counts_for_ten_minutes(with_password):
    client = with_password.client("mara")
    with clock.frozen(clock.now() + timedelta(minutes=9)):
        assert client.post("/me/tokens/", TOKEN).status_code == 200
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert client.post("/me/tokens/", TOKEN).status_code == 302


def test_a_wrong_password_proves_nothing(with_password):
    client = with_password.client("mara", fresh=False)
    answer = client.post("/me/prove/", {"way": "password", "password": "guess"})
    assert answer.status_code == 422
    assert "This is not your password" in text(answer)
    assert client.post("/me/tokens/", TOKEN).status_code == 302


def test_guessing_a_proof_ends_and_says_when_to_try_again(with_password):
    client = with_password.client("mara", fresh=False)
    codes = [client.post("/me/prove/", {"way": "password", "password": "guess"}).status_code for _guess in range(11)]
    assert codes[-2:] == [422, 429]


def test_who_has_no_password_proves_it_with_a_code_from_a_letter(cast):
    client = cast.client("mara", fresh=False)
    assert "Mail me a code" in text(client.get("/me/prove/"))
    client.post("/me/prove/", {"way": "mail", "next": "/me/"})
    cast.work()
    assert last_letter().to == [cast.mara.email]
    code = re.search(r"^\d{8}$", last_letter().body, re.MULTILINE)[0]
    assert code not in str(dict(client.session))
    assert client.post("/me/prove/", {"way": "letter", "mailed": "00000000"}).status_code == 422
    done = client.post("/me/prove/", {"way": "letter", "mailed": code, "next": "/me/"})
    assert done.headers["Location"] == "/me/"
    assert client.post("/me/tokens/", TOKEN).status_code == 200


def test_a_mailed_code_is_void_after_ten_minutes_and_for_somebody_else(cast):
    client, other = cast.client("mara", fresh=False), cast.client("oliver", fresh=False)
    client.post("/me/prove/", {"way": "mail"})
    cast.work()
    code = re.search(r"^\d{8}$", last_letter().body, re.MULTILINE)[0]
    assert other.post("/me/prove/", {"way": "letter", "mailed": code}).status_code == 422
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert client.post("/me/prove/", {"way": "letter", "mailed": code}).status_code == 422


def test_who_has_a_password_cannot_prove_it_by_mail_alone(with_password):
    client = with_password.client("mara", fresh=False)
    assert "Mail me a code" not in text(client.get("/me/prove/"))
    client.post("/me/prove/", {"way": "mail"})
    with_password.work()
    assert mail.outbox == []


def test_scripts_are_told_in_json(with_password):
    answer = with_password.client("mara", fresh=False).post(
        "/me/tokens/", TOKEN, headers={"accept": "application/json"}
    )
    assert answer.status_code == 403
    assert "Prove again" in answer.json()["detail"]


def test_nobody_is_sent_to_another_site_after_the_proof(with_password):
    client = with_password.client("mara", fresh=False)
    done = client.post("/me/prove/", {"way": "password", "password": GOOD, "next": "https://evil.example/"})
    assert done.headers["Location"] == "/"
