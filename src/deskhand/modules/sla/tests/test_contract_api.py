"""Agreements, waivers, reviews and the overview for programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from deskhand.accounts.models import Organization
from deskhand.kernel import clock
from deskhand.modules.sla.tests.conftest import at, target

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/sla"


def call(cast, who, method, path, body=None, scope="write"):
    more = {"data": json.dumps(body or {}), "content_type": "application/json"} if method != "get" else {}
    return getattr(Client(), method)(ROOT + path, headers=cast.bearer(who, scope), **more)


def test_a_program_keeps_agreements_asks_for_waivers_and_reads_the_review(cast, promise):
    with at(8):
        policy = promise(target("first_response", any=4))
        ticket = cast.ticket()
    kestrel = Organization.objects.get(name="Kestrel Biotech")
    with at(15):
        cast.reply(ticket)
    with clock.frozen(datetime(2026, 3, 20, tzinfo=UTC)):
        body = {"name": "Kestrel 2026", "organization": kestrel.pk, "starts_on": "2026-01-01"}
        assert call(cast, "jana", "get", "/desks/it/agreements").status_code == 404
        assert call(cast, "priya", "post", "/desks/it/agreements", body).status_code == 403
        wrong = call(cast, "lena", "post", "/desks/it/agreements", body | {"organization": 99_999})
        assert wrong.status_code == 422
        made = call(cast, "lena", "post", "/desks/it/agreements", body | {"fee": "80", "currency": "EUR"})
        assert made.status_code == 201
        here = f"/desks/it/agreements/{made.json()['id']}"
        bands = [{"below": "99", "percent": "10"}]
        changed = call(cast, "lena", "patch", here, {"policies": [policy.pk], "bands": bands, "ends_on": None}).json()
        assert (changed["policies"], changed["bands"], changed["fee"]) == ([policy.pk], bands, "80.00")
        assert call(cast, "lena", "patch", here, {"is_put_away": True}).status_code == 409
        asked = call(
            cast, "jana", "post", f"/tickets/{ticket.number}/waivers", {"key": "first_response", "reason": "!"}
        )
        assert asked.status_code == 201
        waiver = f"/desks/it/waivers/{asked.json()['id']}"
        assert call(cast, "jana", "post", f"{waiver}/confirm", {}).status_code == 403
        assert call(cast, "priya", "post", f"{waiver}/confirm", {"answer": "Yes"}).json()["state"] == "confirmed"
        assert call(cast, "priya", "post", f"{waiver}/refuse", {}).status_code == 409
        assert call(cast, "arno", "get", "/desks/it/waivers?state=confirmed", scope="read").json()["items"]
        review = call(cast, "arno", "get", f"/desks/it/reviews/{kestrel.pk}?month=2026-03", scope="read").json()
        assert (review["figures"]["waived"], review["figures"]["missed"]) == (1, 0)
        assert review["missed"][0]["answer"] == "Yes"
        assert call(cast, "arno", "get", "/desks/it/reviews?month=2026-03").json()["items"][0]["id"] == kestrel.pk
        overview = call(cast, "jana", "get", "/desks/it/overview").json()
        assert (overview["waivers"], overview["month"]) == (0, "2026-03")
        assert call(cast, "hanna", "get", "/desks/it/overview").status_code == 404
