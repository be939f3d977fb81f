"""Coming in by password or by a mailed link, and going out again."""

import re
import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deskhand.accounts import addresses
from deskhand.accounts.actions import create_person, make_sign_in_link
from deskhand.accounts.models import SignInLink
from deskhand.accounts.tests.letters import last_letter, link_in
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from tests.cast import make_cast


def ask_for_link(client, address, **more):
    return client.post("/sign-in/", {"login": address, "way": "link", **more})


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def mara_with_password(cast):
    cast.mara.set_password("three calm herons")
    cast.mara.save()
    return cast.mara


def test_a_requester_is_mailed_a_link_and_its_button_signs_them_in(cast, client):
    answer = ask_for_link(client, "Mara@Kestrel.example")
    assert answer.headers["Location"] == "/sign-in/sent/"
    cast.work()
    assert last_letter().to == ["mara@kestrel.example"]
    page = client.get(link_in(last_letter()))
    assert "Mara Lindqvist" in page.content.decode()
    assert not is_signed_in(client)
    answer = client.post(link_in(last_letter()))
    assert answer.headers["Location"] == "/"
    assert is_signed_in(client)
    assert Event.objects.filter(code="person.signed_in", actor_id=cast.mara.pk, values__by="link").exists()


def test_scanners_that_open_a_link_do_not_use_it_up(cast, client):
    ask_for_link(client, cast.mara.email)
    cast.work()
    for _visit in range(3):
        assert Client().get(link_in(last_letter())).status_code == 200
        assert Client().head(link_in(last_letter())).status_code in (200, 405)
    assert SignInLink.objects.get().used_at is None
    assert client.post(link_in(last_letter())).status_code == 302


def test_a_link_works_once(cast, client):
    ask_for_link(client, cast.mara.email)
    cast.work()
    client.post(link_in(last_letter()))
    stranger = Client()
    for answer in (stranger.get(link_in(last_letter())), stranger.post(link_in(last_letter()))):
        assert answer.status_code == 404
        assert "used already" in answer.content.decode()
    assert not is_signed_in(stranger)


def test_a_link_is_void_after_half_an_hour(cast, client):
    ask_for_link(client, cast.mara.email)
    cast.work()
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert client.post(link_in(last_letter())).status_code == 404
    assert not is_signed_in(client)


def test_only_a_link_that_was_mailed_proves_the_address(cast, client):
    EmailAddress.objects.filter(user=cast.mara).update(verified=False)
    printed = make_sign_in_link(actor=SYSTEM, person=cast.mara, life=timedelta(hours=12))
    client.post("/" + printed.split("/", 3)[3])
    assert is_signed_in(client) and not addresses.is_verified(cast.mara.email)
    ask_for_link(Client(), cast.mara.email)
    cast.work()
    Client().post(link_in(last_letter()))
    assert addresses.is_verified(cast.mara.email)


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_once_one_signs_in():
    cast = make_cast()
    path = "/" + make_sign_in_link(actor=SYSTEM, person=cast.mara).split("/", 3)[3]
    answers = []

    def press():
        answers.append(Client().post(path).status_code)
        connection.close()

    pressing = [threading.Thread(target=press) for _finger in range(2)]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join()
    assert sorted(answers) == [302, 404]


def test_an_unknown_address_reads_the_same_and_gets_no_mail(cast, client):
    known = ask_for_link(Client(), cast.mara.email)
    unknown = ask_for_link(Client(), "nobody@kestrel.example")
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    cast.work()
    assert [letter.to for letter in mail.outbox] == [[cast.mara.email]]


def test_the_work_for_an_unknown_address_is_the_same(cast):
    counts: list[int] = []
    for address in (cast.mara.email, "nobody@kestrel.example"):
        client = Client(REMOTE_ADDR=f"192.0.2.{len(counts) + 1}")
        with CountedQueries() as counted:
            ask_for_link(client, address)
        counts.append(counted.number)
    assert counts[0] == counts[1]


def test_an_account_that_is_switched_off_gets_no_link(cast, client):
    cast.mara.is_active = False
    cast.mara.save()
    ask_for_link(client, cast.mara.email)
    cast.work()
    assert mail.outbox == []


def test_using_a_link_proves_the_address(cast, client):
    rosa = create_person(actor=SYSTEM, name="Rosa Blum", email="rosa@kestrel.example")
    assert not addresses.is_verified("rosa@kestrel.example")
    ask_for_link(client, rosa.email)
    cast.work()
    client.post(link_in(last_letter()))
    assert addresses.is_verified("rosa@kestrel.example")


def test_links_are_mailed_three_times_in_ten_minutes_and_then_the_page_says_wait(cast, client):
    for _time in range(3):
        assert ask_for_link(client, cast.mara.email).status_code == 302
    answer = ask_for_link(client, cast.mara.email)
    assert answer.status_code == 429
    assert "Try again in 10 minutes" in answer.content.decode()
    assert "Retry-After" in answer.headers


def test_what_is_no_address_is_said_at_the_field_and_stays_there(cast, client):
    answer = ask_for_link(client, "mara at kestrel")
    assert answer.status_code == 422
    assert "mara at kestrel" in answer.content.decode()
    assert 'id="f-login_error"' in answer.content.decode()


def test_staff_land_in_the_workspace(cast, client):
    ask_for_link(client, cast.jana.email)
    cast.work()
    assert client.post(link_in(last_letter())).headers["Location"] == "/agent/"


def test_after_the_link_one_is_where_one_wanted_to_go(cast, client):
    ask_for_link(client, cast.mara.email, next="/requests/?show=done")
    cast.work()
    page = client.get(link_in(last_letter())).content.decode()
    assert 'name="next" value="/requests/?show=done"' in page
    answer = client.post(link_in(last_letter()), {"next": "/requests/?show=done"})
    assert answer.headers["Location"] == "/requests/?show=done"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "http://127.0.0.1/",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_nobody_is_sent_to_another_site(mara_with_password, client, elsewhere):
    answer = client.post(
        "/sign-in/",
        {"login": mara_with_password.email, "password": "three calm herons", "next": elsewhere},
        headers={"host": "localhost"},
    )
    assert answer.headers["Location"] == "/"


def test_a_password_signs_in_and_the_session_is_a_new_one(mara_with_password, client):
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = client.session.session_key
    answer = client.post("/sign-in/", {"login": "mara@kestrel.example", "password": "three calm herons"})
    assert answer.headers["Location"] == "/"
    assert is_signed_in(client)
    assert client.session.session_key != before
    assert Event.objects.filter(code="person.signed_in", values__by="password").exists()


def test_a_wrong_password_and_an_unknown_address_read_the_same(mara_with_password):
    wrong = Client().post("/sign-in/", {"login": "mara@kestrel.example", "password": "guess"})
    unknown = Client().post("/sign-in/", {"login": "nobody@kestrel.example", "password": "guess"})
    assert wrong.status_code == unknown.status_code == 422
    assert plain(wrong, "mara@kestrel.example") == plain(unknown, "nobody@kestrel.example")


def test_guessing_a_password_ends_after_five_tries(mara_with_password, client):
    for _guess in range(5):
        client.post("/sign-in/", {"login": "mara@kestrel.example", "password": "guess"})
    answer = client.post("/sign-in/", {"login": "mara@kestrel.example", "password": "three calm herons"})
    assert not is_signed_in(client)
    assert "Too many failed tries" in answer.content.decode()


def test_enter_without_a_password_mails_the_link(cast, client):
    assert client.post("/sign-in/", {"login": cast.mara.email, "password": ""}).headers["Location"] == "/sign-in/sent/"
    cast.work()
    assert len(mail.outbox) == 1


def test_signing_out_needs_a_press(cast):
    client = cast.client("mara")
    assert "Sign out?" in client.get("/sign-out/").content.decode()
    assert is_signed_in(client)
    client.post("/sign-out/")
    assert not is_signed_in(client)


def test_a_form_from_another_site_is_refused(mara_with_password):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"login": "mara@kestrel.example", "password": "three calm herons"})
    assert answer.status_code == 403
    assert not is_signed_in(client)


def test_the_page_of_a_link_is_kept_from_caches_and_search_engines(cast, client):
    path = "/" + make_sign_in_link(actor=SYSTEM, person=cast.mara).split("/", 3)[3]
    headers = client.get(path).headers
    assert "no-store" in headers["Cache-Control"]
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_pages_speak_german(cast, client):
    answer = client.get("/sign-in/", headers={"accept-language": "de"})
    assert '<html lang="de"' in answer.content.decode()


def test_a_stranger_chooses_a_language_and_keeps_it(client, db):
    page = client.get("/sign-in/").content.decode()
    assert 'href="/language/de/?next=%2Fsign-in%2F"' in page
    assert client.get("/language/de/?next=/sign-in/").headers["Location"] == "/sign-in/"
    assert '<html lang="de"' in client.get("/sign-in/").content.decode()
    assert client.get("/language/de/?next=https://evil.example/").headers["Location"] == "/"
    assert client.get("/language/xx/").status_code == 404


class CountedQueries:
    """How many queries a block makes."""

    def __enter__(self):
        self.capture = CaptureQueriesContext(connection)
        self.capture.__enter__()
        return self

    def __exit__(self, *how):
        self.capture.__exit__(*how)
        self.number = len(self.capture)


def plain(answer, address):
    """A page without what differs from answer to answer anyhow."""
    text = answer.content.decode().replace(address, "ADDRESS")
    return re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value)="[^"]+"', "", text)
