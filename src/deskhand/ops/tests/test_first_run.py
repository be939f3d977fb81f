"""The first run: one link, one page, once."""

import threading

import pytest
from django.db import connection
from django.test import Client

from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.kernel.models import Event
from deskhand.mail.models import Mailbox
from deskhand.ops import first_run

WANTED = {
    "name": "Lena Hartmann",
    "email": "Lena@Eberfeld.example",
    "password": "eleven small boats",
    "desk_name": "IT",
    "mail-imap_port": "993",
    "mail-imap_security": "tls",
    "mail-smtp_port": "587",
    "mail-smtp_security": "starttls",
}


def path():
    return first_run.link("")


def test_the_first_run_makes_administrator_and_desk_and_opens_the_workspace(db):
    browser = Client()
    assert browser.get(path()).status_code == 200
    answer = browser.post(path(), WANTED)
    assert answer.headers["Location"] == "/agent/it/tickets/"
    assert browser.get(answer.headers["Location"]).status_code == 200
    lena = Person.objects.get()
    assert (lena.email, lena.is_site_admin, lena.check_password("eleven small boats")) == (
        "lena@eberfeld.example",
        True,
        True,
    )
    assert list(DeskRole.objects.values_list("desk__key", "role")) == [("it", "admin")]
    assert {"person.created", "desk.created", "person.signed_in"} <= set(Event.objects.values_list("code", flat=True))


def test_looking_at_the_page_writes_nothing(db):
    before = Event.objects.count()
    Client().get(path())
    assert (Event.objects.count(), Person.objects.count(), Desk.objects.count()) == (before, 0, 0)


@pytest.mark.parametrize(
    ("name", "key"),
    [("IT", "it"), ("IT & Facilities Service", "it-facilities-servic"), ("24/7 Hilfe", "hilfe"), ("人事", "desk")],
)
def test_the_desks_key_follows_from_its_name(db, name, key):
    Client().post(path(), {**WANTED, "desk_name": name})
    assert Desk.objects.get().key == key


@pytest.mark.parametrize(
    ("password", "words"),
    [("short", "at least 10"), ("lenahartmann1", "too similar"), ("password1234", "too common")],
)
def test_a_weak_password_is_refused_in_words_and_nothing_is_made(db, password, words):
    answer = Client().post(path(), {**WANTED, "email": "lenahartmann@eberfeld.example", "password": password})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="Lena Hartmann"' in answer.content.decode()
    assert not Person.objects.exists() and not Desk.objects.exists()


def test_a_wrong_link_and_a_used_one_are_told_apart_in_words(db):
    wrong = Client().get(path()[:-3] + "zz/")
    assert wrong.status_code == 404 and "Copy the whole link" in wrong.content.decode()
    Client().post(path(), WANTED)
    used = Client().get(path())
    assert used.status_code == 404 and "set up already" in used.content.decode()
    assert Client().post(path(), {**WANTED, "email": "else@eberfeld.example"}).status_code == 404
    assert Person.objects.count() == 1


def test_a_mailbox_can_be_connected_at_once(db):
    mail = {
        "mail-address": "help@eberfeld.example",
        "mail-secret": "s3cret words",
        "mail-imap_host": "imap.eberfeld.example",
        "mail-smtp_host": "smtp.eberfeld.example",
    }
    Client().post(path(), {**WANTED, **mail})
    box = Mailbox.objects.within(Desk.objects.get()).get()
    assert (box.name, box.address, box.imap_user, box.smtp_port) == (
        "help",
        "help@eberfeld.example",
        "help@eberfeld.example",
        587,
    )
    assert "s3cret" not in box.imap_secret


def test_servers_without_an_address_are_not_taken(db):
    answer = Client().post(path(), {**WANTED, "mail-imap_host": "imap.eberfeld.example"})
    assert answer.status_code == 422
    assert "Write the address of the mailbox" in answer.content.decode()
    assert not Person.objects.exists()


def test_the_check_says_what_is_wrong_with_the_mailbox_and_makes_nothing(db):
    mail = {
        "mail-address": "help@eberfeld.example",
        "mail-imap_host": "127.0.0.1",
        "mail-imap_port": "1",
        "mail-smtp_host": "127.0.0.1",
        "mail-smtp_port": "1",
    }
    answer = Client().post(path(), {**WANTED, **mail, "act": "check"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("127.0.0.1 port 1") == 2
    assert 'value="help@eberfeld.example"' in page
    assert not Person.objects.exists()


def test_the_check_asks_for_an_address_first(db):
    answer = Client().post(path(), {**WANTED, "act": "check"}, headers={"HX-Request": "true"})
    assert "Write an address and its servers" in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_at_once_one_wins_and_the_other_is_told():
    ready = threading.Barrier(2)
    answers = {}

    def press(number):
        browser = Client()
        browser.get(path())
        ready.wait()
        answers[number] = browser.post(
            path(), {**WANTED, "email": f"p{number}@eberfeld.example", "desk_name": f"D{number}"}
        )
        connection.close()

    threads = [threading.Thread(target=press, args=(number,)) for number in (1, 2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answer.status_code for answer in answers.values()) in ([302, 404], [302, 409])
    assert Person.objects.filter(is_site_admin=True).count() == Desk.objects.count() == 1


def test_whoever_comes_second_is_told_and_nothing_of_theirs_stays(db, monkeypatch):
    Client().post(path(), WANTED)
    monkeypatch.setattr(first_run, "is_needed", lambda: True)  # As it was when their page was opened.
    late = Client().post(path(), {**WANTED, "email": "late@eberfeld.example", "desk_name": "Late"})
    assert late.status_code == 409
    assert "Somebody was faster" in late.content.decode()
    assert Person.objects.count() == Desk.objects.count() == 1
