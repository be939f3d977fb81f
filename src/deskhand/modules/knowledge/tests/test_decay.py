"""What decays is seen first: nobody looked at it, things to mend, use that falls."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.knowledge import catalogue, decay
from deskhand.modules.knowledge.actions.govern import confirm_review
from deskhand.modules.knowledge.actions.settings import change_rules
from deskhand.modules.knowledge.actions.use import flag_article
from deskhand.modules.knowledge.models import Article, Use

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def score(one):
    return decay.of(one, clock.now())[0]


def aged(one, days):
    Article.objects.within(one.desk_id).filter(pk=one.pk).update(reviewed_at=clock.ago(days=days))


def used(on, one, *days_ago):
    """Tickets are used once for each article: these differ by their days."""
    for number, days in enumerate(days_ago):
        row = Use(article=one, ticket=on.ticket(f"{one.pk} {number}"), how="attached", at=clock.ago(days=days))
        row.save()


def test_an_article_decays_as_nobody_looks_at_it_until_somebody_does(on, article):
    one = article("VPN drops")
    for days, points in ((0, 0), (89, 0), (91, 10), (181, 20), (366, 30), (800, 40)):
        aged(one, days)
        assert score(one) == points
    change_rules(actor=SYSTEM, desk=on.it, changes={"review_months": 0})
    on.client("jana").post(reverse("knowledge:still_true", args=["it", one.pk]))
    assert score(one) == 0
    aged(one, 800)
    confirm_review(actor=on.actor("jana"), article=one, by_use=True)
    assert score(one) == 0


def test_things_to_mend_and_falling_use_count_too_and_the_page_says_which(on, article):
    one = article("VPN drops")
    for number in range(4):
        flag_article(actor=on.actor("jana"), article=one, text=f"Wrong {number}")
        assert score(one) == min(number + 1, 3) * 10
    used(on, one, 100, 110, 120, 130, 140)
    assert score(one) == 60
    used(on, one, 5, 6)
    assert score(one) == 45
    used(on, one, 7)
    assert score(one) == 30
    aged(one, 400)
    page = on.client("jana").get(reverse("knowledge:article", args=["it", one.pk])).content.decode()
    assert "60 of 100" in page and "nobody looked at it for 400 days: 30" in page and "4 things to mend: 30" in page


def test_the_list_begins_with_what_has_decayed_most_and_the_measure_leads_to_it(
    on, article, django_assert_max_num_queries
):
    fresh, old, worst, hidden = (article(title) for title in ("Fresh", "Old", "Worst", "Hidden"))
    aged(old, 200)
    aged(worst, 800)
    aged(hidden, 800)
    for one in (worst, hidden):
        flag_article(actor=on.actor("jana"), article=one, text="Wrong")
    Article.objects.within(on.it).filter(pk=hidden.pk).update(audience="named")
    list_of = list(catalogue.chosen(on.actor("jana"), on.it, {"sort": "decay"}))
    assert [(one.pk, one.decay) for one in list_of] == [(worst.pk, 50), (old.pk, 20), (fresh.pk, 0)]
    page = on.client("jana").get(reverse("knowledge:list", args=["it"]) + "?needs=decaying").content.decode()
    assert "Worst" in page and "Decay 50 of 100" in page and "Old" not in page and "Hidden" not in page
    measures = on.client("jana").get(reverse("knowledge:measures", args=["it"])).content.decode()
    assert "needs=decaying" in measures and "Articles that decay: 1" in measures
