"""Signing in with tokens: a real Dovecot asks a real issuer whether they are good."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from deskhand.kernel import clock, vault
from deskhand.mail.checking import check_fetching, check_smtp
from deskhand.mail.fetching.account import account_of
from deskhand.mail.models import OAuthAccess
from deskhand.mail.oauth import asking, tokens
from deskhand.mail.oauth.asking import Tokens
from deskhand.mail.oauth.faults import NotConnected
from deskhand.mail.sending.servers import of_mailbox
from deskhand.mail.tests.post import letter, tickets
from tests.mail.boxes import connected, fetch
from tests.services.smtp_bearer import BearerReceiver


@pytest.fixture(autouse=True)
def _plain_http_on_the_loopback(monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.fixture
def box(cast, dovecot, imap_account, issuer):
    """The mailbox `it`: no password, an app at the issuer, and nobody connected yet."""
    mailbox = connected(cast, dovecot, imap_account)
    mailbox.fetch_sign_in, mailbox.fetch_secret = "oauth", ""
    mailbox.save()
    OAuthAccess.objects.create(
        mailbox=mailbox,
        provider="other",
        client_id=issuer.client_id,
        client_secret=vault.locked(issuer.client_secret),
        authorize_url=f"{issuer.url}/authorize",
        token_url=f"{issuer.url}/token",
        scope="mail offline",
    )
    return mailbox


def access(box):
    return OAuthAccess.objects.within(box.desk_id).get(mailbox=box)


def connect(client, box, issuer):
    """What an administrator does: Connect, yes, Finish."""
    there = client.get(reverse("mail:connect", args=["it", box.pk]))
    assert there.status_code == 302
    back = urlsplit(issuer.follow(there.headers["Location"]))
    page = client.get(f"{back.path}?{back.query}").content.decode()
    given = {name: values[0] for name, values in parse_qs(back.query).items()}
    return page, client.post(back.path, given)


@pytest.mark.parametrize("protocol", ["imap", "pop3"])
def test_a_mailbox_is_connected_in_the_browser_and_fetched_with_tokens(cast, box, dovecot, issuer, protocol):
    box.protocol, box.fetch_port = protocol, dovecot.pop3_port if protocol == "pop3" else dovecot.port
    box.save()
    dovecot.deliver(box.fetch_user, letter())
    fetch(cast)
    assert "press Connect" in cast.mailbox.last_error and tickets() == []
    page, finished = connect(cast.client("lena"), box, issuer)
    assert "Finish connecting" in page and finished.status_code == 302
    shown = cast.client("lena").get(finished.headers["Location"]).content.decode()
    assert f"{box.fetch_user}@eberfeld.example" in shown
    fetch(cast)
    assert len(tickets()) == 1 and cast.mailbox.last_error == ""


def test_no_token_and_no_secret_is_readable_in_the_database_or_on_the_page(cast, box, issuer):
    connect(cast.client("lena"), box, issuer)
    row = access(box)
    good = vault.opened(row.access_token)
    page = cast.client("lena").get(reverse("mail:mailbox", args=["it", box.pk])).content.decode()
    for secret in (good, vault.opened(row.refresh_token), issuer.client_secret):
        assert secret and secret not in f"{row.access_token}{row.refresh_token}{row.client_secret}{page}"


def test_the_link_proves_itself_by_a_key_and_names_the_scopes_and_the_way_back(cast, box, issuer):
    client = cast.client("lena")
    there = client.get(reverse("mail:connect", args=["it", box.pk])).headers["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
    assert asked["scope"] == "mail offline" and asked["login_hint"] == box.fetch_user
    assert asked["redirect_uri"].endswith(reverse("mail:connected", args=["it"]))
    again = client.get(reverse("mail:connect", args=["it", box.pk])).headers["Location"]
    assert asked["state"] not in again


@pytest.mark.parametrize("who", ["another session", "nobody", "old"])
def test_a_way_back_that_was_not_begun_here_connects_nothing(cast, box, issuer, monkeypatch, who):
    there = cast.client("lena").get(reverse("mail:connect", args=["it", box.pk])).headers["Location"]
    back = parse_qs(urlsplit(issuer.follow(there)).query)
    given = {"code": back["code"][0], "state": back["state"][0]}
    if who == "nobody":
        given["state"] = "made:up"
    if who == "old":
        from deskhand.mail.oauth import consent

        monkeypatch.setattr(consent, "LIFE", timedelta(seconds=-1))
    answer = cast.client("lena").post(reverse("mail:connected", args=["it"]), given)
    assert answer.status_code == 422 and "press Connect again" in answer.content.decode()
    assert not access(box).is_connected


def test_the_provider_s_refusal_is_told_in_its_own_words(cast, box, issuer):
    words = "AADSTS65004: User declined to consent to access the app."
    client, told = cast.client("lena"), {"error": "access_denied", "error_description": words}
    there = client.get(reverse("mail:connect", args=["it", box.pk])).headers["Location"]
    told["state"] = parse_qs(urlsplit(there).query)["state"][0]
    page = client.get(reverse("mail:connected", args=["it"]), told)
    assert page.status_code == 422 and words in page.content.decode()
    page = client.get(reverse("mail:connected", args=["it"]), {**told, "state": "x"})
    assert page.status_code == 422 and words not in page.content.decode()
    issuer.refusal = ("invalid_client", "AADSTS7000215: Invalid client secret provided.")
    _page, answer = connect(cast.client("lena"), box, issuer)
    assert answer.status_code == 422 and "AADSTS7000215" in answer.content.decode()


def test_an_old_token_is_renewed_and_the_new_refresh_token_kept(cast, box, dovecot, issuer):
    connect(cast.client("lena"), box, issuer)
    first = access(box).refresh_token
    for number in range(2):
        OAuthAccess.objects.within(box.desk_id).update(expires_at=clock.now())
        dovecot.deliver(box.fetch_user, letter(subject=f"Letter {number}"))
        fetch(cast)
    assert len(tickets()) == 2 and issuer.refreshes == 2
    assert access(box).refresh_token != first


def test_a_refresh_that_is_refused_asks_for_connecting_again_and_is_not_tried_over_and_over(cast, box, issuer):
    connect(cast.client("lena"), box, issuer)
    issuer.revoke()
    issuer.refusal = ("invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity.")
    OAuthAccess.objects.within(box.desk_id).update(expires_at=clock.now())
    fetch(cast)
    assert "Connect the mailbox again." in cast.mailbox.last_error and "AADSTS700082" in cast.mailbox.last_error
    issuer.refusal = None
    fetch(cast)
    assert issuer.refreshes == 0 and not access(box).is_connected
    page = cast.client("lena").get(reverse("mail:mailbox", args=["it", box.pk])).content.decode()
    assert "AADSTS700082" in page
    connect(cast.client("lena"), box, issuer)
    fetch(cast)
    assert cast.mailbox.last_error == ""


def test_a_token_that_the_server_does_not_take_any_more_is_replaced(cast, box, dovecot, issuer):
    connect(cast.client("lena"), box, issuer)
    issuer._good.clear()
    dovecot.deliver(box.fetch_user, letter())
    fetch(cast)
    assert "does not take" in cast.mailbox.last_error
    fetch(cast)
    assert len(tickets()) == 1 and cast.mailbox.last_error == ""


def test_a_provider_that_cannot_be_reached_is_asked_again(cast, box, issuer):
    connect(cast.client("lena"), box, issuer)
    row = access(box)
    OAuthAccess.objects.within(box.desk_id).update(expires_at=clock.now(), token_url="http://127.0.0.1:1/token")
    fetch(cast)
    assert "cannot be reached" in cast.mailbox.last_error and access(box).is_connected
    OAuthAccess.objects.within(box.desk_id).update(token_url=row.token_url)
    fetch(cast)
    assert cast.mailbox.last_error == ""


def test_an_app_signs_in_by_itself(cast, box, dovecot, issuer):
    OAuthAccess.objects.within(box.desk_id).update(grant="app")
    dovecot.deliver(box.fetch_user, letter())
    fetch(cast)
    assert len(tickets()) == 1 and access(box).refresh_token == ""


def test_disconnecting_forgets_the_tokens(cast, box, issuer):
    client = cast.client("lena")
    connect(client, box, issuer)
    client.post(reverse("mail:disconnect", args=["it", box.pk]))
    row = access(box)
    assert (row.access_token, row.refresh_token, row.is_connected) == ("", "", False)
    fetch(cast)
    assert "press Connect" in cast.mailbox.last_error


def test_the_check_signs_in_with_a_token(cast, box, dovecot, issuer):
    dovecot.deliver(box.fetch_user, letter())
    assert "press Connect" in check_fetching(account_of(box)).words
    connect(cast.client("lena"), box, issuer)
    assert check_fetching(account_of(box)).words == "Signed in. 1 letter waits."


@pytest.mark.django_db(transaction=True)
def test_of_two_who_need_a_new_token_at_once_one_asks_and_both_get_it(cast, box, issuer, monkeypatch):
    """The refresh token is good once: a second asker would be refused, and the mailbox lost."""
    connect(cast.client("lena"), box, issuer)
    OAuthAccess.objects.within(box.desk_id).update(expires_at=clock.now())
    asks, together = asking.by_refresh_token, threading.Barrier(3)

    def slowly(access, mailbox) -> Tokens:
        threading.Event().wait(0.2)
        return asks(access, mailbox)

    def need():
        from django.db import connections

        together.wait()
        try:
            return tokens.access_token(box.pk)
        finally:
            connections.close_all()

    monkeypatch.setattr(asking, "by_refresh_token", slowly)
    with ThreadPoolExecutor(3) as pool:
        got = [pool.submit(need) for _ in range(3)]
    assert len({one.result() for one in got}) == 1 and issuer.refreshes == 1
    assert access(box).refreshing_until is None


def test_an_asker_that_died_does_not_hold_the_others_up_for_ever(cast, box, issuer, monkeypatch):
    connect(cast.client("lena"), box, issuer)
    OAuthAccess.objects.within(box.desk_id).update(
        expires_at=clock.now(), refreshing_until=clock.now() + timedelta(minutes=5)
    )
    monkeypatch.setattr(tokens, "LEASE", timedelta(seconds=0.1))
    with pytest.raises(NotConnected, match="for too long"):
        tokens.access_token(box.pk)
    OAuthAccess.objects.within(box.desk_id).update(refreshing_until=clock.ago(seconds=1))
    assert tokens.access_token(box.pk)


def test_a_token_address_without_encryption_gets_no_secret(cast, box, issuer):
    OAuthAccess.objects.within(box.desk_id).update(grant="app", token_url="http://provider.example/token")
    fetch(cast)
    assert "must begin with https://" in cast.mailbox.last_error


def test_letters_go_out_with_the_token_and_a_refused_one_is_replaced(cast, box, issuer):
    """A real SMTP server that takes XOAUTH2 and asks the issuer."""
    connect(cast.client("lena"), box, issuer)
    with BearerReceiver(lambda token: issuer.introspect({"token": token})[1]["active"] is True) as server:
        box.smtp_host, box.smtp_port, box.smtp_security = server.host, server.port, "none"
        box.smtp_sign_in, box.smtp_user = "oauth", box.fetch_user
        box.save()
        assert check_smtp(of_mailbox(box)).ok
        issuer._good.clear()
        assert "does not take" in check_smtp(of_mailbox(box)).words
        assert check_smtp(of_mailbox(box)).ok and issuer.refreshes == 1
        cast.client("lena").post(reverse("mail:test", args=["it", box.pk]), {"to": "lena@eberfeld.example"})
        cast.work()
        assert server.wait_for(1)[0].signed_in_as == box.fetch_user
