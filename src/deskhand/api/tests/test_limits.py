"""How often the API may be asked, and what it says about that."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deskhand.api import limits
from deskhand.api.actions import forget_old_usage
from deskhand.api.models import Usage
from deskhand.kernel import clock
from deskhand.kernel.config import Config, read_config

AT = datetime(2026, 3, 2, 9, 0, 15, tzinfo=UTC)


@pytest.fixture
def limit(settings, monkeypatch):
    """``limit(40)`` lets 40 requests through in a minute."""

    def to(count):
        described = {name: getattr(settings.DESKHAND, name) for name in Config.__dataclass_fields__}
        settings.DESKHAND = Config(**{**described, "api_rate": count})

    with clock.frozen(AT):
        yield to


def test_six_thousand_a_minute_unless_told_otherwise(tmp_path):
    assert read_config({"DESKHAND_DATA": str(tmp_path)}).api_rate == 6000
    assert read_config({"DESKHAND_DATA": str(tmp_path), "DESKHAND_API_RATE": "90"}).api_rate == 90


def test_every_answer_says_where_one_stands(cast, call, limit):
    limit(40)
    jana = call("jana")
    for path, status in (("/me", 200), ("/tickets/99999999", 404), ("/tickets?limit=0", 422)):
        answer = jana.get(path)
        assert answer.status_code == status
        assert answer.headers["RateLimit-Policy"] == '"token";q=40;w=60'
    assert answer.headers["RateLimit"] == '"token";r=37;t=45'
    assert Client().get("/api/v1/me").headers["RateLimit"] == '"address";r=39;t=45'


def test_over_the_limit_one_is_asked_to_wait_until_the_minute_is_over(cast, call, limit):
    limit(5)
    jana, ben = call("jana"), call("ben")
    assert [jana.get("/me").status_code for _ in range(7)] == [200] * 5 + [429] * 2
    refused = jana.get("/me")
    assert (refused.headers["Retry-After"], refused.headers["RateLimit"]) == ("45", '"token";r=0;t=45')
    assert refused.json()["type"].endswith("#problem-too_many")
    assert ben.get("/me").status_code == 200
    with clock.frozen(AT + timedelta(seconds=45)):
        assert jana.get("/me").status_code == 200


def test_a_refused_request_changes_nothing(cast, call, limit):
    limit(1)
    mara = call("mara")
    mara.get("/me")
    assert mara.post("/tickets", {"subject": "x", "body": ""}).status_code == 429


def test_strangers_are_counted_by_their_network(cast, limit):
    limit(3)

    def asked(address, headers=None):
        return Client(REMOTE_ADDR=address).get("/api/v1/me", headers=headers or {}).status_code

    assert [asked("192.0.2.7") for _ in range(4)] == [401, 401, 401, 429]
    assert asked("192.0.2.8") == 401
    assert [asked(f"2001:db8::{nth}") for nth in range(1, 5)] == [401, 401, 401, 429]
    assert asked("2001:db8:0:1::1") == 401
    assert asked("192.0.2.7", cast.bearer("jana")) == 200
    assert asked("192.0.2.7", {"Authorization": "Bearer dh_madeup"}) == 429


def test_the_pages_are_never_throttled_by_the_api(cast, limit):
    limit(2)
    client = cast.client("jana")
    for _ in range(4):
        Client().get("/api/v1/me")
        assert client.get("/me/").status_code == 200
    assert Client().get("/api/v1/me").status_code == 429
    assert client.get("/me/").status_code == 200 and Client().get("/sign-in/").status_code == 200
    assert "RateLimit" not in client.get("/me/").headers


def test_counting_writes_nothing_until_a_twentieth_of_the_limit_is_used(cast, call, limit):
    limit(100)
    jana = call("jana")
    jana.get("/me")
    with CaptureQueriesContext(connection) as asked:
        for _ in range(3):
            jana.get("/me")
    assert not [one for one in asked if "api_usage" in one["sql"]]
    assert not Usage.objects.exists()
    jana.get("/me")
    assert Usage.objects.get().count == 5


def test_two_processes_share_the_limit_within_the_stated_tolerance(db, limit):
    first, second = limits.Counter(), limits.Counter()
    passed = 0
    for _ in range(300):
        for process in (first, second):
            passed += process.take("token:7", "token", 100)[1]
    share = 100 // limits.SHARE
    assert 100 <= passed <= 100 + 2 * share
    with clock.frozen(AT + timedelta(minutes=1)):
        standing, is_within = second.take("token:7", "token", 100)
    assert is_within and standing.remaining == 99


def test_a_process_that_begins_late_learns_what_the_others_let_through(db, limit):
    first, late = limits.Counter(), limits.Counter()
    for _ in range(100):
        first.take("token:7", "token", 100)
    late_passed = sum(late.take("token:7", "token", 100)[1] for _ in range(50))
    assert late_passed == 100 // limits.SHARE


def test_what_is_over_is_forgotten(db, limit):
    counter = limits.Counter()
    for _ in range(10):
        counter.take("token:7", "token", 100)
    minute = int(AT.timestamp()) // 60
    assert forget_old_usage(before=minute) == 0
    assert forget_old_usage(before=minute + 1) == 1
