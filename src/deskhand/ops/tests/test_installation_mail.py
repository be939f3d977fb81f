"""Sign-in links and invitations go through a server that a site administrator names, not through a desk's."""

from email import message_from_bytes
from email.utils import parseaddr

import pytest
from django.test import Client

from deskhand.kernel.models import Event
from deskhand.mail.models import InstallationMail, Mailbox
from deskhand.mail.own import is_own, own_addresses
from deskhand.ops import doctor

PAGE = "/agent/settings/mail/"
TYPED = {"address": "accounts@eberfeld.example", "sender_name": "Accounts", "smtp_security": "none"}


@pytest.fixture
def of_a_desk(cast):
    """A desk's mailbox with a server that takes nothing: a letter that goes there is lost to the test."""
    Mailbox.objects.within(cast.it).filter(pk=cast.mailbox.pk).update(smtp_host="127.0.0.1", smtp_port=9)


def typed(server, **more):
    return {**TYPED, "smtp_host": server.host, "smtp_port": str(server.port), **more}


@pytest.mark.parametrize(("who", "status"), [("lena", 200), ("ben", 403), ("jana", 403), ("mara", 404)])
def test_only_site_administrators_see_it(cast, who, status):
    assert cast.client(who).get(PAGE).status_code == status


def test_a_forgotten_password_goes_through_the_installation_s_own_server(cast, of_a_desk, smtp_receiver, settings):
    settings.EMAIL_BACKEND = "deskhand.mail.backend.OutboxBackend"
    page = cast.client("lena").get(PAGE).content.decode()
    assert cast.mailbox.address in page, "it is told whose server takes the links as long as nobody chose"
    assert cast.client("lena").post(PAGE, typed(smtp_receiver)).status_code == 302
    Client().post("/password/reset/", {"email": cast.mara.email})
    cast.work()
    [letter] = [one for one in smtp_receiver.messages if one.recipients == (cast.mara.email,)]
    assert parseaddr(message_from_bytes(letter.raw)["From"]) == ("Accounts", "accounts@eberfeld.example")
    assert cast.mailbox.address not in cast.client("lena").get(PAGE).content.decode()


def test_the_check_asks_the_server_and_saves_nothing(cast, smtp_receiver):
    client = cast.client("lena")
    assert "The server takes letters." in client.post(PAGE, typed(smtp_receiver, act="check")).content.decode()
    nobody = client.post(PAGE, typed(smtp_receiver, act="check", smtp_port="9"))
    assert "Nobody listens on 127.0.0.1" in nobody.content.decode()
    assert not InstallationMail.objects.exists()


def test_the_password_is_not_shown_and_goes_to_no_other_server(cast, smtp_receiver):
    client = cast.client("lena")
    client.post(PAGE, typed(smtp_receiver, smtp_user="deskhand", smtp_password="a secret word"))
    assert "a secret word" not in InstallationMail.objects.get().smtp_secret
    shown = client.get(PAGE).content.decode()
    assert "a secret word" not in shown and "••••••••" in shown
    for act in ("", "check"):
        moved = typed(smtp_receiver, smtp_host="localhost", smtp_password="••••••••", act=act)
        assert "Enter the password again" in client.post(PAGE, moved).content.decode()
    assert InstallationMail.objects.get().smtp_host == smtp_receiver.host


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"smtp_host": "mail.example.org:25"}, "name alone"),
        ({"smtp_port": "70000"}, "65535"),
        ({"address": "no address"}, "Enter a valid email address"),
    ],
)
def test_what_cannot_be_is_refused_and_kept_on_the_page(cast, smtp_receiver, wrong, words):
    answer = cast.client("lena").post(PAGE, typed(smtp_receiver, **wrong))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page and next(iter(wrong.values())) in page


def test_a_test_letter_is_sent_and_the_change_has_its_history(cast, smtp_receiver):
    client = cast.client("lena")
    client.post(PAGE, typed(smtp_receiver))
    client.post(f"{PAGE}test/", {"to": "lena@eberfeld.example"})
    cast.work()
    assert [one.recipients for one in smtp_receiver.messages] == [("lena@eberfeld.example",)]
    [event] = Event.objects.filter(code="installation_mail.edited")
    assert "accounts@" not in str(event.values)
    assert "Lena" in client.get("/agent/settings/installation/history/mail-installation/").content.decode()


def test_a_letter_from_its_address_is_an_echo_and_nobody_is_made_of_it(cast, smtp_receiver):
    cast.client("lena").post(PAGE, typed(smtp_receiver))
    assert is_own("Accounts@eberfeld.example", own_addresses())


def test_doctor_is_content_once_the_installation_has_its_own(cast, of_a_desk, smtp_receiver):
    def told():
        return next(one for one in doctor.examine(thorough=False) if one.check == "mail_out")

    assert cast.mailbox.address in told().words
    cast.client("lena").post(PAGE, typed(smtp_receiver))
    assert told().state == "ok"
