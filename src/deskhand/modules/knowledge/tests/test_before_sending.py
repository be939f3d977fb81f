"""What is offered before a request is sent, and what is counted of it."""

import pytest

from deskhand.kernel import switches
from deskhand.modules.knowledge.models import Asked, Spared
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.modules.knowledge.tests.test_help_center import address, in_german
from deskhand.portal import stamp
from deskhand.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def request_about(subject, **more):
    return {"subject": subject, "body": "It happens in trains.", "stamp": stamp.fresh(), "stops": "some", **more}


def test_while_somebody_types_articles_are_offered_in_their_language(article, on):
    made = article("VPN drops", "Restart the client.")
    in_german(made)
    article("VPN drops for staff", audience="agents")
    on.mara.language = "de"
    on.mara.save(update_fields=["language"])
    mara = on.client("mara")
    page = mara.get("/new/it/").content.decode()
    assert 'hx-post="/new/it/offers/"' in page
    first = page[page.index('name="stamp"') :].partition("</button>")[0]
    assert 'type="submit"' in first and "formaction" not in first  # What Enter presses.
    offered = mara.post("/new/it/offers/", {"subject": "VPN drops"}).content.decode()
    assert "VPN bricht ab" in offered and "for staff" not in offered
    assert "offer=1" in offered and 'name="offered" value="1"' in offered
    assert not Asked.objects.within(on.it).exists()
    assert "Starten Sie neu." in mara.get(f"{address(made)}?language=de&offer=1").content.decode()


def test_this_solved_it_ends_there_and_is_counted_as_confirmed(article, on):
    made = article("VPN drops", "Restart the client.")
    answer = on.client("mara").post(
        "/help/it/articles/solved/", {**request_about("VPN drops"), "article": made.pk}, follow=True
    )
    assert "Nothing was sent" in answer.content.decode()
    assert not Ticket.objects.within(on.it).exists()
    spared = Spared.objects.within(on.it).get()
    assert (spared.article, spared.is_confirmed, spared.place, spared.person) == (made, True, "writing", on.mara)
    assert Asked.objects.within(on.it).get().words == "VPN drops"


def test_an_article_opened_from_the_form_that_helped_counts_the_same(article, on):
    made = article("VPN drops")
    page = on.client().get(f"{address(made)}?offer=1").content.decode()
    assert "Yes, this solved it" in page
    on.client().post(f"/help/it/articles/{made.pk}/answer/", {"helped": "yes", "offer": "1"})
    assert Spared.objects.within(on.it).get().is_confirmed


def test_without_script_the_offer_is_a_step_before_sending(article, on):
    article("VPN drops", "Restart the client.")
    mara = on.client("mara")
    step = mara.post("/new/it/", request_about("VPN drops"))
    page = step.content.decode()
    assert step.status_code == 200 and "not sent yet" in page and "Send anyway" in page
    assert "It happens in trains." in page and not Ticket.objects.within(on.it).exists()
    sent = mara.post("/new/it/", request_about("VPN drops", offered="1"))
    assert sent.status_code == 302 and Ticket.objects.within(on.it).count() == 1
    on.work()
    noted = Asked.objects.within(on.it).get()
    assert (noted.words, noted.found, noted.place) == ("VPN drops", 1, "writing")


def test_what_nothing_answers_is_sent_at_once(article, on):
    article("VPN drops")
    sent = on.client("mara").post("/new/it/", request_about("Toaster"), follow=False)
    assert sent.status_code == 302
    on.work()
    assert Asked.objects.within(on.it).get().found == 0


def test_nobody_counts_an_article_that_they_may_not_read(article, on):
    hidden = article("Secret", audience="agents")
    for asked in (hidden.pk, 999_999, "x"):
        answer = on.client("mara").post("/help/it/articles/solved/", {"article": asked})
        assert answer.status_code == 404
    assert not Spared.objects.within(on.it).exists()


def test_the_start_page_has_the_search_and_off_no_trace_is_left(article, on):
    article("VPN drops")
    for who in ("", "mara"):
        page = on.client(who).get("/").content.decode()
        assert "Search the help center" in page and 'href="/help/' in page
    switches.switch(MODULE, on.it.pk, False)
    for who in ("", "mara"):
        page = on.client(who).get("/").content.decode()
        assert "/help/" not in page and "help center" not in page
    form = on.client("mara").get("/new/it/").content.decode()
    assert "offers" not in form
    assert on.client("mara").post("/new/it/offers/", {"subject": "VPN drops"}).content.decode().count("VPN") == 0
