"""The portal's one search: groups, pages of a group, and what is suggested while somebody types."""

import pytest

from deskhand.kernel import switches
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.knowledge.models import Asked
from deskhand.modules.knowledge.portal_search import FOUND_PAGE
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.tickets import actions
from deskhand.tickets.bodies import plain

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def found(cast, who, path):
    answer = cast.client(who).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_articles_and_own_requests_stand_in_groups_and_nothing_of_others(article, on):
    article("VPN drops in trains")
    article("VPN for staff", audience="agents")
    for who in ("mara", "oliver"):
        new = actions.NewTicket(desk=on.it, subject=f"VPN of {who}", body=plain("Hello"), requester=on.people[who])
        actions.create(actor=SYSTEM, new=new)
    on.work()
    mara = found(on, "mara", "/help/it/?q=vpn")
    assert mara.index("VPN drops in trains") < mara.index("VPN of mara")
    stranger = found(on, "", "/help/it/?q=vpn")
    assert "VPN drops in trains" in stranger and "group-requests" not in stranger
    for page in (mara, stranger):
        assert "VPN of oliver" not in page and "VPN for staff" not in page
    nothing = found(on, "mara", "/help/it/?q=toaster")
    assert "No article answers that" in nothing and 'href="/new/it/"' in nothing


def test_many_articles_are_read_a_page_at_a_time(article, on):
    for number in range(FOUND_PAGE + 2):
        article(f"Printer {number:03d}")
    first = found(on, "", "/help/it/?q=printer")
    assert first.count("<bdi>Printer ") == FOUND_PAGE and "in=articles&amp;page=2" in first
    second = found(on, "", "/help/it/?q=printer&in=articles&page=2")
    assert second.count("<bdi>Printer ") == 2 and "page=1" in second and "page=3" not in second
    for odd in ("in=articles&page=99999999999", "in=nothing", "in=articles&page=x", "in=requests"):
        found(on, "", f"/help/it/?q=printer&{odd}")


def test_what_somebody_may_read_is_suggested_while_they_type_and_nothing_is_noted(article, on):
    article("VPN drops in trains", summary="Restart the client")
    article("VPN for staff", audience="agents")
    article("VPN of Kestrel", audience="organizations", rows=[on.mara.organization])
    for path in ("/help/it/articles/suggest/?q=vpn", "/help/articles/suggest/?q=vpn"):
        stranger = on.client().get(path)
        page = stranger.content.decode()
        assert "VPN drops in trains" in page and "Kestrel" not in page and "for staff" not in page
        assert page.count('role="option"') == 1 and "Set-Cookie" not in stranger.headers
        assert "VPN of Kestrel" in found(on, "mara", path)
    assert "option" not in found(on, "mara", "/help/it/articles/suggest/?q=v")
    assert not Asked.objects.within(on.it).exists()
    assert 'data-suggest-url="/help/it/articles/suggest/"' in found(on, "", "/help/it/")
    switches.switch(MODULE, on.it.pk, False)
    assert on.client("mara").get("/help/it/articles/suggest/?q=vpn").status_code == 404
