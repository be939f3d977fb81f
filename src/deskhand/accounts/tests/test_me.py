"""One's own settings: details, look, tokens."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from deskhand.accounts.actions import make_token, tokens
from deskhand.accounts.models import ApiToken
from deskhand.kernel.errors import Invalid


def text(answer):
    return answer.content.decode()


def details(**more):
    return {"name": "Mara Lindqvist", "phone": "", "language": "", "time_zone": "", **more}


def test_the_page_is_for_whoever_is_signed_in(cast, client):
    assert client.get("/me/").headers["Location"] == "/sign-in/?next=/me/"
    assert "mara@kestrel.example" in text(cast.client("mara").get("/me/"))


def test_a_person_changes_their_own_details(cast):
    client = cast.client("mara")
    answer = client.post("/me/", details(name="  Mara  Lind ", phone="0142", language="de", time_zone="Europe/Berlin"))
    assert answer.headers["Location"] == "/me/"
    cast.mara.refresh_from_db()
    assert (cast.mara.name, cast.mara.phone, cast.mara.time_zone) == ("Mara Lind", "0142", "Europe/Berlin")
    assert '<html lang="de"' in text(client.get("/me/"))


def test_a_language_that_was_chosen_wins_over_the_cookie_and_hides_the_switch(cast):
    client = cast.client("mara")
    client.get("/language/en/")
    client.post("/me/", details(language="de"))
    page = text(client.get("/"))
    assert '<html lang="de"' in page and "/language/" not in page


def test_what_cannot_be_is_said_at_its_field_and_kept(cast):
    answer = cast.client("mara").post("/me/", details(name="", phone="call me"))
    assert answer.status_code == 422
    assert 'value="call me"' in text(answer) and 'id="id_name_error"' in text(answer)
    answer = cast.client("mara").post("/me/", details(time_zone="Mars/Olympus"))
    assert answer.status_code == 422
    assert cast.client("mara").post("/me/", details(name="x" * 201)).status_code == 422


def test_nobody_gives_themselves_rights_through_the_form(cast):
    cast.client("mara").post("/me/", details(is_site_admin="on", is_vip="on", email="ceo@kestrel.example"))
    cast.mara.refresh_from_db()
    assert not cast.mara.is_site_admin and not cast.mara.is_vip
    assert cast.mara.email == "mara@kestrel.example"


def test_dark_is_dark_from_the_next_page_on(cast):
    client = cast.client("mara")
    answer = client.post("/me/theme/", {"theme": "night", "next": "/requests/"})
    assert answer.headers["Location"] == "/requests/"
    assert 'data-theme="night"' in text(client.get("/"))
    assert client.post("/me/theme/", {"theme": "purple"}).status_code == 422
    assert client.post("/me/theme/", {"theme": "day", "next": "https://evil.example/"}).headers["Location"] == "/me/"


def test_a_token_is_shown_once_and_works(cast):
    client = cast.client("mara")
    made = client.post("/me/tokens/", {"token_name": "Laptop script", "scope": "read", "days": "30"})
    token = re.findall(r"data-token>(dh_[\w-]+)<", text(made))[0]
    assert "no-store" in made.headers["Cache-Control"]
    again = text(client.get("/me/"))
    assert "Laptop script" in again and token not in again
    row = ApiToken.objects.get()
    assert (row.person, row.scope) == (cast.mara, "read") and token not in row.digest


def test_a_token_lives_a_year_unless_its_owner_says_otherwise(cast):
    page = text(cast.client("mara").get("/me/"))
    assert page.index('value="365"') < page.index('value="90"') < page.index('value="30"')


def test_a_token_without_an_end_must_be_meant(cast):
    client, wanted = cast.client("mara"), {"token_name": "Script", "scope": "read", "days": "0"}
    refused = client.post("/me/tokens/", wanted)
    assert refused.status_code == 422 and "say that you mean it" in text(refused)
    assert client.post("/me/tokens/", {**wanted, "is_endless_meant": "on"}).status_code == 200
    assert ApiToken.objects.get().expires_at is None
    assert "never expires" in text(client.get("/me/"))


def test_a_token_can_be_made_for_one_desk(cast):
    wanted = {"token_name": "Script", "scope": "read", "days": "365", "desks": ["it"]}
    cast.client("jana").post("/me/tokens/", wanted)
    row = ApiToken.objects.get()
    assert not row.is_for_all_desks and [one.desk for one in row.desks.all()] == [cast.it]
    assert cast.client("jana").post("/me/tokens/", {**wanted, "desks": ["none"]}).status_code == 422


def test_its_page_shows_where_a_token_reaches_and_when_it_was_last_used(cast):
    made = text(cast.client("jana").post("/me/tokens/", {"token_name": "Script", "scope": "read", "days": "30"}))
    token = re.findall(r"data-token>(dh_[\w-]+)<", made)[0]
    row = ApiToken.objects.get()
    path = reverse("accounts:token", args=[row.pk])
    assert "not used yet" in text(cast.client("jana").get(path))
    Client(REMOTE_ADDR="192.0.2.44").get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    page = text(cast.client("jana").get(path))
    assert "192.0.2.44" in page and row.prefix in page and token not in page
    assert cast.client("oliver").get(path).status_code == 404
    assert cast.client("jana").get(reverse("accounts:token", args=[row.pk + 1])).status_code == 404


def test_a_token_that_was_ended_is_gone_and_only_its_owner_ends_it(cast):
    cast.client("mara").post("/me/tokens/", {"token_name": "Script", "scope": "write", "days": "30"})
    row = ApiToken.objects.get()
    path = reverse("accounts:revoke_token", args=[row.pk])
    assert cast.client("oliver").post(path).status_code == 404
    assert cast.client("mara").post(path).status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None
    assert "Script" not in text(cast.client("mara").get("/me/"))
    assert cast.client("mara").post(path).status_code == 404


def test_a_token_without_a_name_or_with_another_life_is_refused_in_words(cast):
    answer = cast.client("mara").post("/me/tokens/", {"token_name": "", "scope": "root", "days": "9999"})
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()
    assert 'id="id_days_error"' in text(answer)


def test_one_more_token_than_anybody_needs_is_refused_and_the_form_kept(cast, monkeypatch):
    monkeypatch.setattr(tokens, "TOKEN_LIMIT", 1)
    mara, form = cast.client("mara"), {"token_name": "nightly report", "scope": "read", "days": "90"}
    assert mara.post("/me/tokens/", form).status_code == 200
    refused = mara.post("/me/tokens/", form | {"token_name": "another"})
    assert refused.status_code == 422
    assert "At most 1 tokens" in text(refused) and 'value="another"' in text(refused)
    mara.post(f"/me/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert mara.post("/me/tokens/", form).status_code == 200


def test_a_token_that_may_do_everything_ends_within_a_year(cast):
    wanted = {"token_name": "Script", "scope": "full", "days": "0", "is_endless_meant": "on"}
    refused = cast.client("lena").post("/me/tokens/", wanted)
    assert refused.status_code == 422 and 'id="id_days_error"' in text(refused)
    made = text(cast.client("lena").post("/me/tokens/", {**wanted, "days": "365"}))
    assert "Everything, also roles and accounts" in made and ApiToken.objects.get().scope == "full"
    for days in (None, 366):
        with pytest.raises(Invalid):
            make_token(actor=cast.actor("lena"), person=cast.lena, scope="full", days=days)


def test_requesters_are_not_bothered_with_agents_notifications(cast):
    assert "What you hear" not in text(cast.client("mara").get("/me/"))
