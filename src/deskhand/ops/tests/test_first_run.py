"""The first run: one link, one page, once."""

import threading

import pytest
from django.db import connection
from django.test import Client

from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.kernel.models import Event
from deskhand.ops import first_run

WANTED = {
    "name": "Lena Hartmann",
    "email": "Lena@Eberfeld.example",
    "password": "eleven small boats",
    "desk_name": "IT",
}


def path():
    return first_run.link("")


def test_the_first_run_makes_administrator_and_desk_and_opens_the_workspace(db):
    browser = Client()
    assert browser.get(path()).status_code == 200
    answer = browser.post(path(), WANTED)
    assert answer.headers["Location"] == "/agent/settings/it/begin/mailbox/"
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
    wrong = Client().get(path()[:-3] + "11/")  # Of a digit that no signature has.
    assert wrong.status_code == 404 and "Copy the whole link" in wrong.content.decode()
    Client().post(path(), WANTED)
    used = Client().get(path())
    assert used.status_code == 404 and "set up already" in used.content.decode()
    assert Client().post(path(), {**WANTED, "email": "else@eberfeld.example"}).status_code == 404
    assert Person.objects.count() == 1


def test_the_second_page_keeps_what_was_typed_on_the_first_and_back_keeps_both(db):
    browser = Client()
    first = {name: WANTED[name] for name in ("name", "email", "password")}
    second = browser.post(path(), {**first, "go": "next"}).content.decode()
    assert "Name of the desk" in second and 'type="hidden" name="password" value="eleven small boats"' in second
    back = browser.post(path(), {**first, "desk_name": "Help", "public_name": "Help!", "go": "back"}).content.decode()
    assert 'value="Lena Hartmann"' in back and 'name="public_name" value="Help!"' in back
    again = browser.post(path(), {**first, "desk_name": "Help", "go": "next"}).content.decode()
    assert 'value="Help"' in again
    assert not Person.objects.exists() and not Desk.objects.exists()


def test_the_first_page_is_left_only_when_it_is_right(db):
    answer = Client().post(path(), {"name": "Lena", "email": "lena@", "password": "eleven small boats", "go": "next"})
    assert answer.status_code == 422 and 'name="email"' in answer.content.decode()
    assert "Name of the desk" not in answer.content.decode()


def test_the_desk_gets_its_public_name_and_its_language(db):
    Client().post(path(), {**WANTED, "public_name": "IT Service", "language": "de"})
    assert Desk.objects.values_list("public_name", "language").get() == ("IT Service", "de")


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
