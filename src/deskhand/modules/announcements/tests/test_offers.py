"""Known outages are offered before somebody writes about them, and those who need not write are counted."""

from datetime import timedelta

import pytest

from deskhand.kernel import clock, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.announcements import actions
from deskhand.modules.announcements.actions.affected import affected
from deskhand.modules.announcements.models import Announcement
from deskhand.modules.announcements.querysets import MODULE
from deskhand.portal import stamp
from deskhand.tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def on(cast):
    """The module is on for the desk IT."""
    switches.switch(MODULE, cast.it.pk, True)
    return cast


@pytest.fixture
def outage(on):
    """Announce something: ``outage("Mail is down")`` began an hour ago."""

    def make(title, text="", *, kind="outage", begins=-1, **more):
        starts = clock.now() + timedelta(hours=begins)
        details = actions.Details(kind=kind, words=actions.Words(title, text), starts_at=starts, **more)
        return actions.publish(actor=SYSTEM, desk=on.it, details=details)

    return make


def offered(cast, who, subject):
    return cast.client(who).post("/new/it/offers/", {"subject": subject}).content.decode()


def test_the_outage_that_somebody_writes_about_is_offered_first(outage, on):
    outage("Printers stand still", begins=-1)
    outage("Mail is down", "Outlook shows no letters.", begins=-5)
    outage("Network work", kind="maintenance", begins=-2)
    page = offered(on, "mara", "outlook is empty")
    assert "Mail is down" in page and "Printers" not in page and "Network work" not in page
    assert "Printers stand still" in offered(on, "mara", "something else")  # The newest outage.
    assert "Network work" in offered(on, "mara", "the network is slow")


def test_nothing_is_offered_that_the_writer_is_not_told_of(outage, on):
    outage("Mail is down for staff", audience="agents")
    outage("Mail is down at Kestrel", audience="organizations", organizations=[on.mara.organization])
    outage("Mail will be down", begins=5)
    outage("Mail has news", kind="notice")
    for who, seen in (("mara", True), ("oliver", False), ("", False)):
        page = offered(on, who, "mail")
        assert ("at Kestrel" in page) is seen, who
        assert "for staff" not in page and "will be" not in page and "news" not in page
    kestrel = on.client("oliver")
    row = Announcement.objects.within(on.it).get(title="Mail is down at Kestrel")
    assert kestrel.post(f"/announcements/{row.pk}/affected/").status_code == 404
    assert not affected([row.pk])


def test_who_has_the_same_problem_sends_nothing_and_is_counted_once(outage, on):
    row = outage("Mail is down")
    form = {"subject": "mail", "body": "No mail.", "stamp": stamp.fresh(), "stops": "some"}
    mara = on.client("mara")
    step = mara.post("/new/it/", form)  # Without script the offer is a step before sending.
    page = step.content.decode()
    assert step.status_code == 200 and f'formaction="/announcements/{row.pk}/affected/"' in page
    assert "Send anyway" in page
    for _press in range(2):
        thanks = mara.post(f"/announcements/{row.pk}/affected/", form, follow=True)
        assert "Nothing was sent" in thanks.content.decode()
    on.client().post(f"/announcements/{row.pk}/affected/")
    assert not Ticket.objects.within(on.it).exists() and affected([row.pk]) == {row.pk: 2}
    assert "2 people need not write" in on.client("jana").get("/agent/it/announcements/").content.decode()
    switches.switch(MODULE, on.it.pk, False)
    assert "Mail is down" not in offered(on, "mara", "mail")
    assert mara.get(f"/announcements/{row.pk}/affected/").status_code == 404


def test_a_search_finds_known_outages_first_and_nothing_that_one_is_not_told_of(outage, on):
    switches.switch("knowledge", on.it.pk, True)
    outage("Mail is down", "Outlook shows no letters.")
    outage("Printers stand still")
    outage("Outlook is down for staff", audience="agents")
    for path in ("/help/it/?q=outlook", "/help/?q=outlook"):
        page = on.client("mara").get(path).content.decode()
        group = page[page.index("group-outages") :]
        assert "Mail is down" in group and "for staff" not in page
    assert "group-outages" not in on.client("mara").get("/help/it/?q=toaster").content.decode()
    suggested = on.client("mara").get("/help/it/articles/suggest/?q=outlook").content.decode()
    assert suggested.index("Mail is down") and "for staff" not in suggested
    switches.switch(MODULE, on.it.pk, False)
    assert "group-outages" not in on.client("mara").get("/help/it/?q=outlook").content.decode()
