"""Nobody learns who has an account: answers are the same in status, body and work for every address."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deskhand.accounts.jobs import note_failed_sign_in
from deskhand.kernel.models import Event
from deskhand.portal.tests.forms import written_by_stranger

GOOD = "three calm herons"
VOLATILE = ("X-Request-ID", "Content-Length", "Expires")
FORMS = {
    "password": ("/sign-in/", lambda address: {"login": address, "password": "guess"}),
    "link": ("/sign-in/", lambda address: {"login": address, "way": "link"}),
    "reset": ("/password/reset/", lambda address: {"email": address}),
}


@pytest.fixture
def addresses(cast):
    """With a password, without one, switched off, with a second factor, and of nobody."""
    for person in (cast.mara, cast.oliver, cast.jana):
        person.set_password(GOOD)
    cast.oliver.is_active = False
    for person in (cast.mara, cast.oliver, cast.jana):
        person.save()
    from deskhand.accounts.tests.test_second_factor import set_up

    set_up(cast.client("jana"))
    cast.work()
    mail.outbox.clear()
    return [cast.mara.email, cast.huimin.email, cast.oliver.email, cast.jana.email, "nobody@kestrel.example"]


def told(answer, address):
    """Everything that an answer tells, without what differs between any two."""
    body = answer.content.decode().replace(address, "ADDRESS")
    body = re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value)="[^"]+"', "", body)
    headers = {name: value for name, value in answer.headers.items() if name not in VOLATILE}
    return answer.status_code, sorted(headers.items()), sorted(answer.cookies), body


@pytest.mark.parametrize("way", sorted(FORMS))
def test_every_address_is_answered_alike(addresses, way):
    path, form = FORMS[way]
    answers, counts = [], []
    for number, address in enumerate(addresses):
        client = Client(REMOTE_ADDR=f"192.0.2.{number + 1}")
        with CaptureQueriesContext(connection) as queries:
            answers.append(told(client.post(path, form(address)), address))
        counts.append(len([one for one in queries if "shared_cache" not in one["sql"]]))
    assert answers == [answers[0]] * len(answers)
    assert max(counts) - min(counts) <= 1


def test_every_refused_try_is_answered_alike(addresses):
    """The sixth try: a lock-out tells nothing either."""
    answers = []
    for number, address in enumerate(addresses):
        client = Client(REMOTE_ADDR=f"192.0.2.{number + 1}")
        for _guess in range(5):
            client.post("/sign-in/", {"login": address, "password": "guess"})
        answers.append(told(client.post("/sign-in/", {"login": address, "password": GOOD}), address))
    assert answers == [answers[0]] * len(answers)
    assert answers[0][0] == 422 and "Try again in a few minutes" in answers[0][3]


def test_the_right_password_of_an_account_that_is_off_reads_like_a_wrong_one(addresses, cast):
    right = Client().post("/sign-in/", {"login": cast.oliver.email, "password": GOOD})
    wrong = Client().post("/sign-in/", {"login": cast.oliver.email, "password": "guess"})
    assert told(right, cast.oliver.email) == told(wrong, cast.oliver.email)


def test_a_failed_try_is_written_down_for_somebody_and_for_nobody_else(addresses, cast):
    for address in (cast.mara.email, "nobody@kestrel.example"):
        Client().post("/sign-in/", {"login": address, "password": "guess"})
    cast.work()
    fact = Event.objects.get(code="person.sign_in_failed")
    assert (fact.subject_id, fact.values["by"]) == (cast.mara.pk, "password")
    assert "@" not in str(fact.values)


def test_the_portals_form_answers_known_and_unknown_addresses_alike(addresses, cast):
    answers = []
    for number, address in enumerate(addresses):
        client = Client(REMOTE_ADDR=f"192.0.2.{number + 1}")
        answers.append(client.post("/new/it/", written_by_stranger() | {"email": address}))
    assert len({answer.status_code for answer in answers}) == 1
    assert len({answer.headers.get("Location", "")[:10] for answer in answers}) == 1


def test_limits_are_counted_where_every_process_sees_them(addresses, cast):
    """Two processes share nothing but the database: the count is there, not in either's memory."""
    for number in range(3):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post("/sign-in/", {"login": cast.mara.email, "way": "link"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache WHERE cache_key LIKE '%%sign_in_link%%'")
        assert cursor.fetchone()[0] >= 1
    answer = Client(REMOTE_ADDR="192.0.2.77").post("/sign-in/", {"login": cast.mara.email, "way": "link"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 600


def test_a_lock_out_of_one_browser_does_not_hold_the_owner_in_their_own(addresses, cast):
    owner = Client(REMOTE_ADDR="192.0.2.9")
    owner.post("/sign-in/", {"login": cast.mara.email, "password": GOOD})
    owner.post("/sign-out/")
    for number in range(20):
        stranger = Client(REMOTE_ADDR=f"198.51.100.{number}")
        stranger.post("/sign-in/", {"login": cast.mara.email, "password": "guess"})
    answer = owner.post("/sign-in/", {"login": cast.mara.email, "password": GOOD})
    assert answer.status_code == 302 and "_auth_user_id" in owner.session


def test_the_mark_of_a_known_browser_opens_nothing_and_helps_nobody_else(addresses, cast):
    owner = Client(REMOTE_ADDR="192.0.2.9")
    owner.post("/sign-in/", {"login": cast.mara.email, "password": GOOD})
    thief = Client(REMOTE_ADDR="198.51.100.1")
    thief.cookies["deskhand_known"] = owner.cookies["deskhand_known"].value
    for _guess in range(5):
        thief.post("/sign-in/", {"login": cast.huimin.email, "password": "guess"})
    answer = thief.post("/sign-in/", {"login": cast.huimin.email, "password": "guess"})
    assert "Try again in a few minutes" in answer.content.decode()
    for _guess in range(6):
        answer = thief.post("/sign-in/", {"login": cast.mara.email, "password": "guess"})
    assert "Try again in a few minutes" in answer.content.decode()


def test_the_job_that_writes_it_down_runs_twice_without_harm(cast):
    note_failed_sign_in.put(address="nobody@kestrel.example")
    cast.work()
    assert not Event.objects.filter(code="person.sign_in_failed").exists()
