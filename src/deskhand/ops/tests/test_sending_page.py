"""The page that says how much goes out at once."""

from datetime import timedelta

import pytest

from deskhand.accounts.actions import give_role
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.mail.health import UNSENT_FOR
from deskhand.mail.models import Lane, OutboundMail
from deskhand.mail.sending import lanes

PAGE = "/agent/settings/it/mail/sending/"


def at(cast):
    return f"/agent/settings/it/mail/sending/mailboxes/{cast.mailbox.pk}/"


@pytest.mark.parametrize(("who", "status"), [("lena", 200), ("jana", 403), ("hanna", 404), ("mara", 404)])
def test_only_administrators_of_the_desk_see_it(cast, who, status):
    assert cast.client(who).get(PAGE).status_code == status
    assert cast.client(who).get(at(cast)).status_code == status


def test_what_is_set_is_kept_and_told(cast):
    client = cast.client("lena")
    assert client.post(at(cast), {"connections": "4", "rate": "30", "files_mb": "5"}).status_code == 302
    row = Lane.objects.within(cast.it).get()
    assert (row.connections, row.rate, row.files_mb) == (4, 30, 5)
    assert "4 connections" in client.get(PAGE).content.decode()
    history = client.get("/agent/settings/it/history/mail-sending/").content.decode()
    assert "Letters in a minute" in history and "120" in history and "30" in history


def test_numbers_out_of_bounds_are_refused_and_kept_on_the_page(cast):
    page = cast.client("lena").post(at(cast), {"connections": "0", "rate": "99999", "files_mb": "5"})
    assert page.status_code == 422
    assert "99999" in page.content.decode()
    assert not Lane.objects.within(cast.it).exists()


def test_a_server_that_cannot_be_used_is_named_with_its_words(cast):
    cast.ticket()
    OutboundMail.objects.within(cast.it).update(server_says="421 Busy today")
    lanes.rest(lanes.lane(cast.mailbox.pk), clock.now())
    page = cast.client("lena").get(PAGE).content.decode()
    assert "421 Busy today" in page and "1 waits" in page


def test_a_desk_without_a_mailbox_is_told_where_to_make_one(cast):
    page = cast.client("hanna").get("/agent/settings/hr/mail/sending/").content.decode()
    assert "There is no mailbox yet" in page


def overview(cast, who, desk="it"):
    return cast.client(who).get(f"/agent/{desk}/overview/").content.decode()


def test_letters_that_wait_too_long_are_told_once_to_those_who_can_mend_it(cast):
    for who in ("mara", "huimin", "oliver"):
        cast.ticket(by=who)
    rows = OutboundMail.objects.within(cast.it)
    rows.update(server_says="421 Busy for <Mara>", made_at=clock.now() - UNSENT_FOR - timedelta(minutes=1))
    page = overview(cast, "lena")
    assert page.count("3 letters have not gone out for too long") == 1
    assert "421 Busy for &lt;Mara&gt;" in page
    assert "not gone out" not in overview(cast, "jana")
    assert "not gone out" not in overview(cast, "hanna", "hr")
    rows.update(made_at=clock.now() - UNSENT_FOR + timedelta(minutes=1))
    assert "not gone out" not in overview(cast, "lena")


def test_of_other_desks_a_site_administrator_learns_figures_alone(cast):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.lena, role="agent")
    cast.ticket()
    OutboundMail.objects.within(cast.it).update(server_says="550 mara@x", made_at=clock.now() - 2 * UNSENT_FOR)
    page = overview(cast, "lena", "hr")
    assert "1 letter has not gone out for too long" in page and "mara@x" not in page
