"""The desk's people hear what waits for them: a version to publish, words of a reviewer, what is to be mended, days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from deskhand.kernel import clock, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.knowledge.actions.govern import govern, set_audience
from deskhand.modules.knowledge.actions.reminding import remind
from deskhand.modules.knowledge.catalogue import SOON
from deskhand.notify.models import Notification

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def told(on, kind: str = "") -> list[tuple[str, str]]:
    """Who was told what, in order."""
    rows = Notification.objects.select_related("person").order_by("pk")
    names = {person.pk: name for name, person in on.people.items()}
    return [(names[row.person_id], row.kind) for row in rows if not kind or row.kind == kind]


def bell(on, name: str) -> str:
    return on.client(name).get("/agent/notifications/").content.decode()


@pytest.fixture
def owned(on, article):
    """An article that an agent owns."""

    def make(title="VPN drops", owner=None, **more):
        one = article(title, **more)
        govern(actor=SYSTEM, article=one, changes={"owner": owner or on.ben})
        one.refresh_from_db()
        return one

    return make


def test_publishers_hear_that_a_version_waits_and_its_author_that_it_came_back(on, article):
    one = article("VPN drops", is_draft=True)
    edit, review = (reverse(f"knowledge:{name}", args=["it", one.pk, "en"]) for name in ("edit", "send_back"))
    typed = {"title": "VPN drops", "resolution": "Restart", "body_format": "markdown", "known": "1.1", "then": "review"}
    on.client("jana").post(edit, typed)
    on.work()
    assert {who for who, _kind in told(on, "article_waits")} == {"priya", "lena"}
    page = bell(on, "priya")
    assert "An article waits for review" in page
    assert f"{reverse('knowledge:article', args=['it', one.pk])}?language=en&amp;draft" in page
    on.client("priya").post(review, {"why": "Name the version."})
    on.work()
    assert told(on, "article_sent_back") == [("jana", "article_sent_back")]
    assert "A version came back with words" in bell(on, "jana")


def test_a_publisher_is_not_told_of_a_version_of_their_own_nor_of_what_they_may_not_read(on, article):
    one = article("For Ben", is_draft=True, audience="named", rows=[on.ben])
    on.client("lena").post(reverse("knowledge:review", args=["it", one.pk, "en"]))
    on.work()
    assert told(on) == []


def test_the_owner_hears_what_is_to_be_mended_and_readers_of_one_day_are_one_notice(on, owned):
    one = owned()
    flag = reverse("knowledge:flag", args=["it", one.pk])
    missing = reverse("knowledge:help_missing", args=["it", one.pk])
    on.client("jana").post(flag, {"text": "The name has changed."})
    for name in ("mara", "oliver", "huimin"):
        on.client(name).post(missing, {"text": f"{name} misses something."})
    on.work()
    assert told(on) == [("ben", "article_flagged")] * 2
    page = bell(on, "ben")
    assert "Somebody says what is to be mended in an article" in page
    assert "3 readers say what was missing" in page
    assert "misses something" not in page
    with clock.frozen(clock.now() + timedelta(days=1, minutes=1)):
        on.client("mara").post(missing, {"text": "Still."})
        on.work()
    assert told(on) == [("ben", "article_flagged")] * 3


def test_without_an_owner_who_reads_it_the_leads_hear(on, owned):
    one = owned(owner=on.mara)
    on.client("jana").post(reverse("knowledge:flag", args=["it", one.pk]), {"text": "Old."})
    on.work()
    assert told(on) == [("priya", "article_flagged")]


def test_a_notice_is_gone_for_whoever_may_not_read_the_article_any_more(on, owned):
    one = owned("Canary of Ben", owner=on.ben)
    on.client("jana").post(reverse("knowledge:flag", args=["it", one.pk]), {"text": "Old."})
    on.work()
    assert "Canary of Ben" in bell(on, "ben")
    govern(actor=SYSTEM, article=one, changes={"owner": on.lena})
    set_audience(actor=SYSTEM, article=one, audience="named", rows=[on.jana], is_confirmed=True)
    assert "Canary of Ben" not in bell(on, "ben")


def test_a_day_that_comes_is_told_once_and_again_when_it_was_moved(on, owned):
    one, kept = owned(), owned("Of the leads")
    now = clock.now()
    govern(
        actor=SYSTEM, article=one, changes={"review_at": now - timedelta(days=1), "expires_at": now + timedelta(days=9)}
    )
    govern(actor=SYSTEM, article=kept, changes={"owner": None, "expires_at": now + SOON + timedelta(days=1)})
    for _run in range(2):
        remind([on.it.pk])
        on.work()
    assert told(on) == [("ben", "article_review_due"), ("ben", "article_expires")]
    assert "Look whether this article is still true" in bell(on, "ben")
    with clock.frozen(now + timedelta(days=5)):
        govern(actor=SYSTEM, article=one, changes={"review_at": clock.now() - timedelta(hours=1)})
        remind([on.it.pk])
        on.work()
    assert [kind for who, kind in told(on) if who == "ben"][2:] == ["article_review_due"]
    assert [kind for who, kind in told(on) if who == "priya"] == ["article_expires"]


def test_off_nobody_is_told_and_nothing_is_offered(on, owned):
    one = owned()
    on.client("jana").post(reverse("knowledge:flag", args=["it", one.pk]), {"text": "Old."})
    on.work()
    switches.switch("knowledge", on.it.pk, False)
    assert "VPN drops" not in bell(on, "ben")
    assert "to be mended" not in on.client("ben").get("/me/notifications/").content.decode()
