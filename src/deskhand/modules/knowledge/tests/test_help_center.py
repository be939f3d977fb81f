"""The help center: what people outside the desk read, and what they answer."""

import json
import re

import pytest

from deskhand.kernel import switches
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.knowledge.actions.arrange import ShelfDetails, create_shelf, edit_shelf
from deskhand.modules.knowledge.actions.govern import move_article, set_confidence
from deskhand.modules.knowledge.actions.publish import publish
from deskhand.modules.knowledge.actions.write import begin_translation
from deskhand.modules.knowledge.models import Asked, Flag, Follow, Judgement, Rules
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.modules.knowledge.words import Words

pytestmark = pytest.mark.django_db


def address(article, **query):
    slug = article.translations.get(language=article.language).slug
    return f"/help/it/articles/{article.pk}-{slug}/"


def in_german(article, title="VPN bricht ab", resolution="Starten Sie neu."):
    said = Words(title=title, resolution=f"<p>{resolution}</p>")
    made = begin_translation(actor=SYSTEM, article=article, language="de", said=said)
    publish(actor=SYSTEM, translation=made)
    return made


def test_a_stranger_reads_a_public_article_without_a_cookie_and_asks_again_for_nothing(article, on):
    made = article("VPN drops", "Restart the client.", issue="<p>It drops.</p>", summary="In trains.")
    answer = on.client().get(address(made))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Restart the client." in page and "What helps" in page and "It drops." in page
    assert not answer.cookies and "Cookie" not in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "public, no-cache"
    again = on.client().get(address(made), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and not again.content
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert [one["@type"] for one in told] == ["TechArticle", "BreadcrumbList"]
    assert '<link rel="canonical" href="http' in page and told[0]["headline"] == "VPN drops"


def test_wide_code_and_tables_scroll_by_keyboard_and_headings_have_addresses(article, on):
    made = article(
        "VPN", "A</p><h2>One</h2><pre>code</pre><h3>Two</h3><table><tr><td>x</td></tr></table><h2>Three</h2><p>"
    )
    page = on.client().get(address(made)).content.decode()
    assert '<h2 id="resolution-1">One</h2>' in page and 'href="#resolution-2"' in page
    assert '<pre tabindex="0" role="group"' in page and '<div class="wide" tabindex="0"' in page


def test_what_is_not_for_a_reader_looks_like_what_is_not_there(article, on):
    hidden, known = article("Secretword", audience="agents"), article("Knownword", audience="requesters")
    stranger = on.client()
    answers = [stranger.get(f"/help/it/articles/{pk}-x/") for pk in (hidden.pk, known.pk, 999_999)]
    assert {one.status_code for one in answers} == {404}
    assert not any(word in one.content.decode() for one in answers for word in ("Secretword", "Knownword"))
    assert on.client("mara").get(address(known)).status_code == 200
    assert on.client("mara").get(address(hidden)).status_code == 404


def test_signing_in_takes_nothing_away_that_everybody_reads(article, on):
    made = article("VPN drops")
    on.it.who_may_open = "invited"
    on.it.save(update_fields=["who_may_open"])
    assert on.client().get(address(made)).status_code == 200
    assert on.client("oliver").get(address(made)).status_code == 200


def test_another_title_in_the_address_leads_to_the_right_one(article, on):
    made = article("VPN drops")
    answer = on.client().get(f"/help/it/articles/{made.pk}-old-title/?language=de")
    assert answer.status_code == 301 and answer.headers["Location"] == f"{address(made)}?language=de"


def test_a_reader_gets_their_own_language_or_is_told_that_it_is_not_translated(article, on):
    made, other = article("VPN drops"), article("Printer")
    in_german(made)
    german = {"Accept-Language": "de"}
    assert "Starten Sie neu." in on.client().get(address(made), headers=german).content.decode()
    assert "Starten Sie neu." in on.client().get(f"{address(made)}?language=de").content.decode()
    assert "Printer" in on.client().get(address(other), headers=german).content.decode()
    plain = on.client().get(f"{address(other)}?language=de").content.decode()
    assert 'hreflang="de"' in on.client().get(address(made)).content.decode()
    assert plain.count('<link rel="alternate"') == 2  # Its own language and the default; not one that is not there.


def test_the_first_page_shows_categories_with_something_to_read_only(article, on):
    shelf = create_shelf(actor=SYSTEM, desk=on.it, details=ShelfDetails(name="Network", names={"de": "Netzwerk"}))
    create_shelf(actor=SYSTEM, desk=on.it, details=ShelfDetails(name="Emptiness"))
    section = create_shelf(actor=SYSTEM, desk=on.it, details=ShelfDetails(name="Inside"), parent=shelf)
    secret = create_shelf(actor=SYSTEM, desk=on.it, details=ShelfDetails(name="Hiddenshelf"))
    move_article(actor=SYSTEM, article=article("VPN drops"), shelf=section)
    move_article(actor=SYSTEM, article=article("Rootpasswords", audience="agents"), shelf=secret)
    page = on.client().get("/help/it/").content.decode()
    assert "Network" in page and "1 article" in page
    assert "Emptiness" not in page and "Hiddenshelf" not in page and "Rootpasswords" not in page
    assert "Netzwerk" in on.client().get("/help/it/?language=de").content.decode()
    assert "VPN drops" in on.client().get("/help/it/inside/").content.decode()
    assert on.client().get("/help/it/hiddenshelf/").status_code == 404
    edit_shelf(actor=SYSTEM, shelf=section, details=ShelfDetails(name="Within"))
    assert on.client().get("/help/it/inside/").headers["Location"] == "/help/it/within/"


def test_an_archived_article_leads_on_to_what_replaced_it(article, on):
    old, new, gone = article("Old way"), article("New way"), article("Gone way")
    set_confidence(actor=SYSTEM, article=old, confidence="archived", replaced_by=new)
    set_confidence(actor=SYSTEM, article=gone, confidence="archived")
    assert on.client().get(address(old)).headers["Location"] == address(new)
    answer = on.client().get(address(gone))
    assert answer.status_code == 404 and "not kept any more" in answer.content.decode()


def test_behind_sign_in_strangers_are_sent_there_whatever_they_ask_for(article, on):
    made = article("VPN drops")
    Rules.objects.create(desk=on.it, is_behind_sign_in=True)
    for asked in ("/help/it/", address(made), "/help/it/articles/999999-x/", "/help/it/nothing/"):
        assert on.client().get(asked).headers["Location"].startswith("/sign-in/")
    page = on.client("mara").get(address(made))
    assert "VPN drops" in page.content.decode() and "noindex" in page.content.decode()


def test_module_off_there_is_no_help_center(article, on):
    made = article("VPN drops")
    switches.switch(MODULE, on.it.pk, False)
    for asked in ("/help/", "/help/it/", address(made)):
        assert on.client("mara").get(asked).status_code == 404


def test_a_reader_says_that_it_helped_and_may_change_their_mind(article, on):
    made = article("VPN drops")
    url = f"/help/it/articles/{made.pk}/answer/"
    answer = on.client().post(url, {"helped": "yes"}, follow=True)
    assert "Thank you" in answer.content.decode()
    mara = on.client("mara")
    mara.post(url, {"helped": "yes"})
    mara.post(url, {"helped": "no"})
    said = Judgement.objects.within(on.it).values_list("person__name", "has_helped")
    assert sorted(said, key=str) == [("Mara Lindqvist", False), (None, True)]


def test_what_was_missing_lands_with_the_article(article, on):
    made = article("VPN drops")
    asked = on.client().post(f"/help/it/articles/{made.pk}/answer/", {"helped": "no"}, follow=True)
    assert "What was missing?" in asked.content.decode()
    empty = on.client().post(f"/help/it/articles/{made.pk}/missing/", {"text": "  "})
    assert empty.status_code == 422 and "Say what was missing" in empty.content.decode()
    on.client().post(f"/help/it/articles/{made.pk}/missing/", {"text": "Nothing about Linux."})
    flag = Flag.objects.within(on.it).get()
    assert (flag.source, flag.text, flag.person) == ("reader", "Nothing about Linux.", None)


def test_nobody_judges_what_they_may_not_read(article, on):
    hidden = article("Secret", audience="agents")
    for verb in ("answer", "missing"):
        url = f"/help/it/articles/{hidden.pk}/{verb}/"
        assert on.client("mara").post(url, {"helped": "yes", "text": "x"}).status_code == 404
    assert not Judgement.objects.within(on.it).exists() and not Flag.objects.within(on.it).exists()


def test_forms_of_people_who_are_signed_in_are_guarded_against_forgery(article, on):
    made = article("VPN drops")
    mara = on.client("mara")
    mara.handler.enforce_csrf_checks = True
    assert mara.post(f"/help/it/articles/{made.pk}/answer/", {"helped": "yes"}).status_code == 403
    stranger = on.client()
    stranger.handler.enforce_csrf_checks = True
    assert stranger.post(f"/help/it/articles/{made.pk}/answer/", {"helped": "yes"}).status_code == 302


def test_one_search_finds_articles_and_own_requests_and_is_noted_once(article, on):
    article("VPN drops in trains")
    article("VPN drops for staff", audience="agents")
    ticket = on.ticket("My VPN drops")
    on.work()
    page = on.client("mara").post("/help/it/", {"q": "vpn drops"}, follow=True).content.decode()
    assert "VPN drops in trains" in page
    assert "My VPN drops" in page and str(ticket.number) in page
    assert "for staff" not in page
    nothing = on.client().post("/help/", {"q": "Toaster burns"}, follow=True).content.decode()
    assert "Nothing was found for" in nothing and "Write to us" in nothing
    searches = Asked.objects.within(on.it).exclude(place="writing")
    noted = list(searches.order_by("pk").values_list("words", "found", "place"))
    assert noted == [("vpn drops", 1, "portal"), ("Toaster burns", 0, "portal")]


def test_somebody_follows_an_article_and_stops(article, on):
    made = article("VPN drops")
    mara, url = on.client("mara"), f"/help/it/articles/{made.pk}/follow/"
    assert "Follow no more" in mara.post(url, {"follow": "yes"}, follow=True).content.decode()
    assert Follow.objects.within(on.it).count() == 1
    mara.post(url, {"follow": "no"})
    assert not Follow.objects.within(on.it).exists()


def test_a_long_help_center_asks_no_more_of_the_database(article, on, django_assert_max_num_queries):
    for number in range(12):
        made = article(f"Article {number}")
    with django_assert_max_num_queries(12):
        on.client().get("/help/it/")
    with django_assert_max_num_queries(14):
        on.client().get(address(made))
