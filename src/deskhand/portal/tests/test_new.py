"""A new request, with an account and without."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from deskhand.accounts.actions import edit_desk, give_role
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.portal import stamp
from deskhand.portal.tests.forms import filled, old_stamp, stamp_on, text, written_by_stranger
from deskhand.tickets import access, actions, links
from deskhand.tickets.models import Ticket
from tests.cast import make_cast


def all_tickets():
    return Ticket.objects.beyond_walls("the test looks at everything").order_by("pk")


def newest():
    return all_tickets().last()


def test_two_fields_are_enough_for_somebody_signed_in(cast):
    client = cast.client("mara")
    page = client.get("/new/it/")
    assert "mara@kestrel.example" in text(page)
    given = {"subject": "Second screen stays black", "body": "Since this morning.", "stamp": stamp_on(page)}
    answer = client.post("/new/it/", given)
    ticket = newest()
    assert answer.headers["Location"] == f"/requests/{ticket.number}/"
    assert (ticket.requester, ticket.desk, ticket.channel) == (cast.mara, cast.it, "portal")
    assert (ticket.priority_word, ticket.is_unproven) == ("normal", False)
    assert "Since this morning." in text(client.get(answer.headers["Location"]))


def test_a_request_begins_with_the_kind_and_the_team_that_the_form_names(cast):
    edit_desk(actor=cast.actor("lena"), desk=cast.it, form_kind="question", form_team=cast.network)
    client = cast.client("mara")
    given = {"subject": "How do I book a room", "body": "For Monday.", "stamp": stamp_on(client.get("/new/it/"))}
    client.post("/new/it/", given)
    assert (newest().kind, newest().team) == ("question", cast.network)


@pytest.mark.parametrize(
    ("stops", "priority"), [("little", "low"), ("some", "normal"), ("much", "high"), ("", "normal")]
)
def test_how_badly_it_stops_somebody_decides_where_the_request_begins(cast, stops, priority):
    cast.client("mara").post("/new/it/", filled(stops=stops))
    assert newest().priority_word == priority


def test_files_come_along_and_only_the_requester_can_open_them(cast):
    picture = SimpleUploadedFile("Fehler <b>.png", b"\x89PNG\r\n\x1a\n123", content_type="image/png")
    cast.client("mara").post("/new/it/", filled(files=[picture]))
    attachment = newest().attachments.get()
    page = text(cast.client("mara").get(f"/requests/{newest().number}/"))
    assert f"/files/{attachment.key}/" in page
    assert cast.client("mara").get(f"/files/{attachment.key}/x").status_code == 200
    assert cast.client("oliver").get(f"/files/{attachment.key}/x").status_code == 404


def test_what_was_typed_stays_when_something_is_missing(cast):
    answer = cast.client("mara").post("/new/it/", filled(subject="", body="A long story <kept>"))
    assert answer.status_code == 422
    assert "A long story &lt;kept&gt;" in text(answer)
    assert "Say in a few words what it is about." in text(answer)
    assert all_tickets().count() == 0


def test_a_subject_that_is_too_long_is_refused_in_words_and_kept(cast):
    answer = cast.client("mara").post("/new/it/", filled(subject="x" * 301))
    assert answer.status_code == 422
    assert "At most 300 characters" in text(answer) and "x" * 301 in text(answer)


def test_a_file_that_is_too_large_is_refused_in_words_and_the_text_stays(cast, settings):
    settings.DESKHAND = replace(settings.DESKHAND, max_upload=1024 * 1024)
    large = SimpleUploadedFile("film.mp4", b"x" * (1024 * 1024 + 1))
    answer = cast.client("mara").post("/new/it/", filled(files=[large]))
    assert answer.status_code == 413
    assert "film.mp4 is too large" in text(answer)
    assert "The cable is in." in text(answer)
    assert "choose them again" in text(answer)
    assert all_tickets().count() == 0


def test_more_files_than_the_limit_are_refused_in_words(cast):
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(21)]
    answer = cast.client("mara").post("/new/it/", filled(files=many))
    assert answer.status_code == 413
    assert "At most 20 files" in text(answer)


def test_a_form_that_is_sent_twice_makes_one_request(cast):
    given = filled()
    client = cast.client("mara")
    first, second = client.post("/new/it/", given), client.post("/new/it/", given)
    assert first.headers["Location"] == second.headers["Location"]
    assert all_tickets().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_request():
    cast = make_cast()
    cache.clear()
    given, places = filled(), []

    def press():
        places.append(cast.client("mara").post("/new/it/", given).headers.get("Location"))
        connection.close()

    pressing = [threading.Thread(target=press) for _finger in range(2)]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join()
    assert all_tickets().count() == 1
    assert set(places) == {f"/requests/{newest().number}/"}


def test_a_page_that_was_open_for_two_days_keeps_its_text_and_takes_it_the_second_time(cast):
    client = cast.client("mara")
    answer = client.post("/new/it/", filled(stamp=old_stamp(days=2)))
    assert answer.status_code == 422
    assert "The cable is in." in text(answer)
    assert client.post("/new/it/", filled(stamp=stamp_on(answer))).status_code == 302


# Without an account


def test_a_strangers_request_is_seen_by_agents_alone(cast, client):
    answer = client.post("/new/it/", written_by_stranger())
    ticket = newest()
    assert ticket.is_unproven and ticket.channel == "form"
    assert (ticket.requester.name, ticket.requester.email) == ("Vera Stern", "vera@elsewhere.example")
    sent = text(client.get(answer.headers["Location"]))
    assert str(ticket.number) in sent and "look into your mailbox" in sent
    assert access.served_ticket_for(cast.actor("jana"), ticket.number) == ticket
    assert client.get(f"/requests/{ticket.number}/").status_code == 302


def test_what_is_sent_in_somebodys_name_does_not_appear_among_their_requests(cast, client):
    client.post("/new/it/", written_by_stranger(subject="I resign") | {"email": "Mara@kestrel.example"})
    ticket = newest()
    assert ticket.requester == cast.mara and ticket.is_unproven
    owner = cast.client("mara")
    page = text(owner.get("/"))
    assert "I resign" not in page
    assert "Was it you?" in page
    assert owner.get(f"/requests/{ticket.number}/").status_code == 404
    assert "I resign" not in text(owner.get("/requests/"))


def test_the_owner_of_the_address_can_say_that_it_was_they(cast, client):
    client.post("/new/it/", written_by_stranger() | {"email": cast.mara.email})
    owner = cast.client("mara")
    owner.post("/confirm/")
    assert owner.get(f"/requests/{newest().number}/").status_code == 200
    assert not newest().is_unproven


def test_the_letters_link_proves_the_address_and_shows_the_request(cast, client):
    client.post("/new/it/", written_by_stranger())
    path = "/" + links.confirm_url(newest()).split("/", 3)[3]
    page = client.get(path)
    assert "Was it you" in text(page) and "Second screen" not in text(page)
    assert newest().is_unproven
    answer = client.post(path)
    assert answer.headers["Location"].startswith("/t/")
    assert "The cable is in." in text(client.get(answer.headers["Location"]))
    assert not newest().is_unproven
    assert client.post(path).status_code == 302


def test_a_confirmation_link_is_void_when_changed_or_old(cast, client):
    client.post("/new/it/", written_by_stranger())
    path = "/" + links.confirm_url(newest()).split("/", 3)[3]
    other = cast.ticket("Somebody else’s")
    forged = path.replace(str(all_tickets().first().number), str(other.number))
    for wrong in (forged, path[:-3] + "/", "/confirm/1-2-3/", "/confirm/x/", "/confirm/" + "9" * 400 + "/"):
        assert client.post(wrong).status_code == 404
    with clock.frozen(clock.now() + timedelta(days=8)):
        assert client.post(path).status_code == 404


def test_the_name_that_a_stranger_types_changes_nobodys_name(cast, client):
    client.post("/new/it/", written_by_stranger() | {"email": cast.mara.email, "name": "Mallory"})
    cast.mara.refresh_from_db()
    assert cast.mara.name == "Mara Lindqvist"


def test_a_machine_that_fills_in_everything_is_told_so_and_makes_nothing(cast, client):
    answer = client.post("/new/it/", written_by_stranger() | {"website": "https://buy.example"})
    assert answer.status_code == 422
    assert "must stay empty" in text(answer) and "The cable is in." in text(answer)
    assert all_tickets().count() == 0


def test_a_form_that_comes_back_at_once_was_not_written_by_a_person(cast, client):
    answer = client.post("/new/it/", written_by_stranger() | {"stamp": stamp.fresh()})
    assert answer.status_code == 422
    assert "faster than a person writes" in text(answer)


@pytest.mark.parametrize("forged", ["", "abc", "a.b.c", "1.2.", "x" * 190])
def test_a_form_without_our_mark_is_asked_for_once_more(cast, client, forged):
    answer = client.post("/new/it/", written_by_stranger() | {"stamp": forged})
    assert answer.status_code == 422
    assert "send it once more" in text(answer)


def test_one_address_may_ask_five_times_an_hour(cast):
    for n in range(5):
        client = Client(REMOTE_ADDR=f"192.0.2.{n}")
        assert client.post("/new/it/", written_by_stranger(stamp=old_stamp(seconds=40 + n))).status_code == 302
    answer = Client(REMOTE_ADDR="192.0.2.99").post("/new/it/", written_by_stranger())
    assert answer.status_code == 429
    assert "Try again in" in text(answer) and "The cable is in." in text(answer)
    assert all_tickets().count() == 5


def test_one_client_may_ask_thirty_times_an_hour(cast, client):
    for n in range(30):
        given = written_by_stranger(stamp=old_stamp(seconds=40 + n)) | {"email": f"p{n}@elsewhere.example"}
        assert client.post("/new/it/", given).status_code == 302
    assert client.post("/new/it/", written_by_stranger()).status_code == 429


def test_a_blocked_sender_makes_no_request(cast, client):
    client.post("/new/it/", written_by_stranger())
    actions.mark_spam(actor=cast.actor("jana"), ticket=newest(), block=True)
    answer = client.post("/new/it/", written_by_stranger())
    assert answer.status_code == 403
    assert all_tickets().count() == 1


def test_a_desk_for_known_organizations_asks_strangers_of_others_to_sign_in(cast, client):
    edit_desk(actor=SYSTEM, desk=cast.it, who_may_open="organizations")
    refused = client.post("/new/it/", written_by_stranger())
    assert refused.status_code == 403
    assert "people it knows" in text(refused) and "The cable is in." in text(refused)
    taken = client.post("/new/it/", written_by_stranger() | {"email": "new@kestrel.example"})
    assert taken.status_code == 302


def test_a_desk_for_invited_people_tells_nothing_about_who_is_invited(cast, client):
    edit_desk(actor=SYSTEM, desk=cast.hr, who_may_open="invited")
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.mara, role="guest")
    answers = [
        client.post("/new/hr/", written_by_stranger() | {"email": one.email}) for one in (cast.mara, cast.oliver)
    ]
    assert [one.status_code for one in answers] == [403, 403]
    assert all_tickets().count() == 0
    assert cast.client("mara").post("/new/hr/", filled()).status_code == 302
    assert cast.client("oliver").post("/new/hr/", filled()).status_code == 403
    assert "/new/hr/" not in text(cast.client("oliver").get("/"))


def test_a_desk_that_is_neither_listed_nor_open_does_not_exist(cast, client):
    edit_desk(actor=SYSTEM, desk=cast.hr, who_may_open="invited", is_listed=False)
    assert client.get("/new/hr/").status_code == 404
    assert cast.client("oliver").get("/new/hr/").status_code == 404
    assert client.get("/new/nothing/").status_code == 404


def test_no_account_is_made_for_a_request_that_was_refused(cast, client):
    client.post("/new/it/", written_by_stranger(subject=""))
    assert not Person.objects.filter(email="vera@elsewhere.example").exists()


def test_the_form_speaks_german_and_needs_no_script(cast, client):
    page = text(client.get("/new/it/", headers={"accept-language": "de"}))
    assert '<html lang="de"' in page
    assert 'enctype="multipart/form-data"' in page and "<textarea" in page
    assert "onclick" not in page and "style=" not in page


def test_the_letter_to_a_strangers_address_repeats_nothing(cast, client):
    client.post(
        "/new/it/", written_by_stranger(subject="Buy cheap pills") | {"body": "at pills.example", "name": "Click here"}
    )
    cast.work()
    written = "".join(f"{one.subject} {one.body}" for one in mail.outbox)
    assert "pills" not in written and "Click here" not in written
