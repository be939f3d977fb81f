"""Looking at a desk as it would be: only oneself, only what can be shown truly, and nothing can be changed."""

import pytest

from deskhand.accounts import previewing
from deskhand.accounts.actions import switch_modules
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.tickets.models import Message

GROW = "/agent/settings/it/grow/"
BAR = "Preview: nothing is switched on."


@pytest.fixture
def lena(cast):
    return cast.client("lena")


def look(client, role, *wanted):
    return client.post(f"{GROW}preview/", {"wanted": wanted, "role": role})


@pytest.mark.parametrize(
    ("role", "screen"), [("agent", "/agent/it/tickets/"), ("lead", "/agent/it/overview/"), ("requester", "/")]
)
def test_each_role_s_screen_is_shown_with_the_wanted_modules_and_nothing_is_on(cast, lena, role, screen):
    assert look(lena, role, "announcements").url == screen
    page = lena.get(screen).content.decode()
    assert BAR in page and ("/agent/it/announcements/" in page) == (role != "requester")
    assert "/agent/settings/it/general/" not in page, "more than the role has"
    assert not switches.is_on_anywhere("announcements")
    assert "/agent/it/announcements/" not in cast.client("jana").get("/agent/it/tickets/").content.decode()


def test_a_ticket_and_the_pages_of_the_module_can_be_looked_at(cast, lena):
    ticket = cast.ticket()
    assert lena.get("/agent/it/announcements/").status_code == 404
    look(lena, "agent", "announcements", "fields")
    for path in (f"/agent/tickets/{ticket.number}/", "/agent/it/announcements/"):
        assert BAR in lena.get(path).content.decode()


def test_nothing_can_be_changed_in_it_and_it_says_so(cast, lena):
    ticket, facts = cast.ticket(), Event.objects.count
    look(lena, "agent", "announcements")
    before, messages = facts(), Message.objects.within(cast.it).count()
    refused = lena.post(f"/agent/tickets/{ticket.number}/send", {"kind": "reply", "body": "Hello"})
    assert refused.status_code == 403 and "This is a preview" in refused.content.decode()
    assert lena.post(GROW, {"wanted": ["time"]}).status_code == 403
    assert facts() == before and Message.objects.within(cast.it).count() == messages


def test_it_ends_when_one_says_so_and_by_itself(cast, lena):
    look(lena, "agent", "announcements")
    assert lena.get(f"{GROW}preview/end/").status_code == 302 and BAR in lena.get("/agent/it/tickets/").content.decode()
    assert lena.post(f"{GROW}preview/end/").url == GROW
    assert BAR not in lena.get(GROW).content.decode()
    look(lena, "agent", "announcements")
    with clock.frozen(clock.now() + 2 * previewing.PREVIEW_LASTS):
        assert BAR not in lena.get("/agent/it/tickets/").content.decode()


def test_what_reacts_is_not_shown_but_computed(cast, lena):
    page = lena.get(f"{GROW}?preset=service_desk").content.decode()
    assert "for yourself alone" in page and "grow/simulation/" in page
    look(lena, "agent", "announcements", "sla", "knowledge")
    shown = lena.get("/agent/it/tickets/").content.decode()
    assert "/agent/it/announcements/" in shown and "/agent/it/knowledge/" not in shown
    assert "for yourself alone" not in cast.client("lena").get(f"{GROW}?review=1&wanted=sla").content.decode()


def test_what_would_go_can_be_looked_at_too(cast, lena):
    switch_modules(actor=SYSTEM, desk=cast.it, wanted=["announcements", "time"])
    look(lena, "agent")
    assert lena.get("/agent/it/announcements/").status_code == 404
    assert cast.client("jana").get("/agent/it/announcements/").status_code == 200


def test_from_one_screen_to_the_next(cast, lena):
    look(lena, "agent", "announcements")
    assert look(lena, "requester", "announcements").url == "/"
    assert lena.get("/agent/it/tickets/").status_code == 404, "a requester has no workspace"


def test_a_cookie_of_somebody_else_or_an_invented_one_shows_nothing(cast, lena):
    look(lena, "lead", "announcements")
    jana = cast.client("jana")
    for value in (lena.cookies[previewing.COOKIE].value, "invented", ""):
        jana.cookies[previewing.COOKIE] = value
        page = jana.get("/agent/it/tickets/")
        assert page.status_code == 200 and BAR not in page.content.decode()


def test_only_administrators_who_serve_the_desk_look_ahead(cast):
    assert [look(cast.client(name), "agent").status_code for name in ("priya", "hanna", "mara")] == [403, 404, 404]


def test_a_site_administrator_sees_no_ticket_by_looking_ahead(cast):
    from deskhand.accounts.actions import give_role, take_role

    give_role(actor=cast.actor("lena"), desk=cast.it, person=cast.priya, role="admin")
    take_role(actor=cast.actor("priya"), desk=cast.it, person=cast.lena, role="admin")
    assert look(cast.client("lena"), "agent", "announcements").status_code in (403, 404)
