"""Who may come in, and what a reading token may not do."""

from datetime import timedelta

import pytest
from django.test import Client

from deskhand.accounts.actions import make_token, revoke_token
from deskhand.accounts.models import ApiToken
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM


def test_without_a_token_nothing_is_answered_and_the_challenge_says_how(cast, stranger):
    refused = stranger.get("/tickets")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="Deskhand"'


@pytest.mark.parametrize(
    "header", ["Bearer dh_madeup", "Bearer", "Basic amFuYTp4", "dh_x", "Bearer dh_" + "x" * 5000, "Bearer dh_\u00e9"]
)
def test_a_made_up_token_is_refused(cast, header):
    refused = Client().get("/api/v1/me", headers={"Authorization": header})
    assert refused.status_code == 401
    assert 'error="invalid_token"' in refused.headers["WWW-Authenticate"]


def test_cookies_mean_nothing(cast):
    assert cast.client("jana").get("/api/v1/tickets").status_code == 401
    with_both = cast.client("jana").get("/api/v1/me", headers=cast.bearer("mara"))
    assert with_both.json()["name"] == "Mara Lindqvist"


def test_expired_revoked_and_orphaned_tokens_do_not_work(cast):
    row, token = make_token(actor=SYSTEM, person=cast.jana, days=1)
    headers = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/me", headers=headers).status_code == 200
    with clock.frozen(clock.now() + timedelta(days=1, seconds=1)):
        assert Client().get("/api/v1/me", headers=headers).status_code == 401
    cast.jana.is_active = False
    cast.jana.save(update_fields=["is_active"])
    assert Client().get("/api/v1/me", headers=headers).status_code == 401
    cast.jana.is_active = True
    cast.jana.save(update_fields=["is_active"])
    revoke_token(actor=cast.actor("jana"), token_id=row.pk)
    assert Client().get("/api/v1/me", headers=headers).status_code == 401


def test_a_reading_token_reads_and_changes_nothing(cast, call):
    ticket, jana = cast.ticket(), call("jana", scope="read")
    assert jana.get(f"/tickets/{ticket.number}").status_code == 200
    path = f"/tickets/{ticket.number}"
    for refused in (
        jana.post("/tickets", {"subject": "x", "body": "<p>x</p>"}),
        jana.patch(path, {"priority": "high"}),
        jana.post(f"{path}/messages", {"body": "<p>x</p>"}),
        jana.delete(path),
        jana.delete(f"{path}/followers/{cast.jana.pk}"),
        jana.post(f"{path}/spam"),
        jana.patch("/tickets/999999", {"priority": "high"}),
    ):
        assert refused.status_code == 403
        assert "write" in refused.json()["detail"]
    ticket.refresh_from_db()
    assert ticket.version == 1 and ticket.messages.count() == 1


def test_the_last_use_is_known_to_the_minute(cast, call):
    jana = call("jana")
    start = clock.now()
    with clock.frozen(start):
        jana.get("/me")
    with clock.frozen(start + timedelta(seconds=30)):
        jana.get("/me")
    assert ApiToken.objects.get().last_used_at == start
    later = start + timedelta(seconds=61)
    with clock.frozen(later):
        jana.get("/me")
    assert ApiToken.objects.get().last_used_at == later


def test_me_says_who_bears_the_token(cast, call):
    me = call("jana").get("/me").json()
    assert (me["email"], me["roles"], me["is_site_admin"]) == ("jana@eberfeld.example", {"it": ["agent"]}, False)
    assert me["token"]["scope"] == "write" and me["token"]["expires_at"]
