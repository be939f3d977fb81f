"""Homes: who meets which, what stands on it, and that they widen nothing."""

import re
from datetime import timedelta
from html import escape, unescape

import pytest

from deskhand.accounts.models import OrganizationEntry
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.kernel.models import Event
from deskhand.modules.announcements import actions as announcements
from deskhand.modules.knowledge.actions import homes
from deskhand.modules.knowledge.actions.arrange import ShelfDetails, create_shelf
from deskhand.modules.knowledge.actions.govern import move_article
from deskhand.modules.knowledge.actions.homes import HomeDetails
from deskhand.modules.knowledge.contacts import Contact
from deskhand.modules.knowledge.models import Home, Rules, Shelf
from deskhand.modules.knowledge.querysets import MODULE

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def home(on):
    """Make a home of the desk IT: ``home("Kestrel's help", organizations=[...])``. The desk knows Kestrel."""
    OrganizationEntry.objects.create(desk=on.it, organization=on.mara.organization, since=clock.now())

    def make(name, **more):
        return homes.create_home(actor=SYSTEM, desk=on.it, details=HomeDetails(name=name, **more))

    return make


def page(cast, who, path):
    answer = cast.client(who).get(path)
    assert answer.status_code == 200, (who, path, answer.status_code)
    return answer.content.decode()


def test_people_of_an_organization_meet_their_home_and_nobody_else_learns_of_it(article, home, on):
    article("VPN drops")
    own = {"organizations": [on.mara.organization], "accent": "#aa3300", "heading": "Hello, Kestrel"}
    made = home("Kestrel service", words="Ask us anything", **own)
    for path in ("/", "/help/it/", "/new/it/"):
        mara = page(on, "mara", path)
        assert "Kestrel service" in mara and "Ask us anything" in mara
        assert f"/help/looks/{made.mark}/colours.css" in mara
        for who in ("", "oliver", "jana"):
            other = page(on, who, path)
            assert "Kestrel service" not in other and "Ask us anything" not in other and made.mark not in other
    assert "Hello, Kestrel" in page(on, "mara", "/help/it/")
    assert "--color-primary:#" in page(on, "", f"/help/looks/{made.mark}/colours.css")


def test_a_home_widens_nothing_that_somebody_may_read(article, home, on):
    article("Secret of the desk", audience="agents", is_draft=False)
    article("Only Kestrel", audience="organizations", rows=[on.mara.organization])
    article("For all", audience="public")
    home("Everybody", is_general=True, word="aurora")
    for who in ("", "oliver"):
        for path in ("/", "/help/it/", "/help/it/home/aurora/", "/help/it/home/aurora/?q=secret+kestrel+all"):
            shown = page(on, who, path)
            assert "Secret of the desk" not in shown and "Only Kestrel" not in shown


def test_a_brand_stands_at_an_address_of_its_own_without_a_cookie_and_with_an_etag(article, home, on):
    article("VPN drops")
    made = home("Aurora", word="aurora", heading="Aurora helps")
    stranger = on.client()
    first = stranger.get("/help/it/home/aurora/")
    assert "Aurora helps" in first.content.decode() and "VPN drops" not in page(on, "", "/help/it/home/aurora/?q=toast")
    assert "Set-Cookie" not in first.headers and first.headers["Cache-Control"] == "public, no-cache"
    again = stranger.get("/help/it/home/aurora/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.content
    assert "Aurora" not in page(on, "", "/help/it/")
    assert "/help/it/home/aurora/" in page(on, "", "/sitemap.xml")
    found = stranger.post("/help/it/home/aurora/", {"q": "vpn"}, follow=True)
    assert found.redirect_chain[-1][0] == "/help/it/home/aurora/?q=vpn" and "VPN drops" in found.content.decode()
    Rules.objects.create(desk=on.it, is_behind_sign_in=True)
    assert stranger.get("/help/it/home/aurora/").status_code == 302
    assert "aurora" not in page(on, "", "/sitemap.xml")
    homes.delete_home(actor=SYSTEM, home=made)
    assert on.client("mara").get("/help/it/home/aurora/").status_code == 404


def test_pages_behind_a_brands_home_keep_its_look_and_all_ways_stay_behind_it(article, home, on):
    made = article("VPN drops")
    linked = f"/help/it/articles/{made.pk}-vpn-drops/"
    other = article("Old client", f'<a href="{linked}#why">See there</a>')
    shelf = create_shelf(actor=SYSTEM, desk=on.it, details=ShelfDetails(name="Network"))
    move_article(actor=SYSTEM, article=made, shelf=shelf)
    on.work()
    brand = home("Aurora", word="aurora", accent="#aa3300")
    look = f"/help/looks/{brand.mark}/colours.css"
    stranger, seen = on.client(), set()
    todo = ["/help/it/home/aurora/", "/help/it/home/aurora/?q=vpn", "/help/it/?home=aurora&q=vpn"]
    while todo:
        address = todo.pop()
        answer = stranger.get(address, follow=True)
        shown = answer.content.decode()
        assert answer.status_code == 200 and look in shown and "Aurora" in shown, address
        assert "Set-Cookie" not in answer.headers or "/new/" in address
        seen.add(address)
        ways = {unescape(one) for one in re.findall(r'href="(/help/it/[^"]*|/new/it/[^"]*)"', shown)}
        todo += sorted(ways - seen - set(todo))
    assert {f"/help/it/articles/{made.pk}-vpn-drops/?home=aurora", "/help/it/network/?home=aurora"} <= seen
    assert "/new/it/?home=aurora" in seen
    assert f'href="{linked}?home=aurora#why"' in page(on, "", f"/help/it/articles/{other.pk}-old-client/?home=aurora")
    asked = f"/help/it/articles/{made.pk}/answer/?language=en&home=aurora"
    assert f'action="{escape(asked)}"' in page(on, "", f"/help/it/articles/{made.pk}-vpn-drops/?home=aurora")
    said = stranger.post(asked, {"helped": "no"})
    assert "home=aurora" in said.headers["Location"]


def test_what_comes_after_sending_looks_like_the_brand(home, on):
    look = f"/help/looks/{home('Aurora', word='aurora', accent='#aa3300').mark}/colours.css"
    for who, more in (("", {"email": "new@nordwind.example", "name": "Nobody Known"}), ("oliver", {})):
        asker = on.client(who)
        shown = asker.get("/new/it/?home=aurora").content.decode()
        stamp = unescape(re.search(r'name="stamp" value="([^"]*)"', shown)[1])
        words = {"subject": "Printer", "body": "It jams.", "stamp": stamp, "offered": "1"} | more
        with clock.frozen(clock.now() + timedelta(seconds=30)):
            after = asker.post("/new/it/?home=aurora", words, follow=True)
        assert len(after.redirect_chain) == 1 and "home=aurora" in after.redirect_chain[0][0]
        assert look in after.content.decode()


def test_a_word_that_no_brand_has_changes_nothing(article, home, on):
    made = article("VPN drops")
    home("Aurora", word="aurora", accent="#aa3300")
    for word in ("nobody", "", "AURORA%00", "x" * 500):
        other = page(on, "", f"/help/it/articles/{made.pk}-vpn-drops/?home={word}")
        assert "VPN drops" in other and "Aurora" not in other and 'href="/help/it/"' in other


def test_switched_off_no_trace_is_left_and_on_again_it_is_there(article, home, on):
    article("VPN drops")
    never = {}
    switches.switch(MODULE, on.it.pk, False)
    for path in ("/", "/new/it/"):
        never[path] = page(on, "", path)
    switches.switch(MODULE, on.it.pk, True)
    made = home("Everybody's", is_general=True, word="aurora", accent="#aa3300")
    assert "Everybody&#39;s" in page(on, "", "/new/it/")
    switches.switch(MODULE, on.it.pk, False)
    off = {path: page(on, "", path) for path in never}
    assert {path: without_marks(text) for path, text in off.items()} == {
        path: without_marks(text) for path, text in never.items()
    }
    for path in ("/help/it/home/aurora/", f"/help/looks/{made.mark}/colours.css"):
        assert on.client().get(path).status_code == 404
    switches.switch(MODULE, on.it.pk, True)
    assert "Everybody&#39;s" in page(on, "", "/new/it/")


def without_marks(text):
    """The page without what differs each time: marks against forgery, stamps of forms."""
    return [line for line in text.splitlines() if "csrf" not in line and 'name="stamp"' not in line]


def test_parts_stand_in_the_order_of_the_desk(article, home, on):
    made = home("Ordered", is_general=True)
    article("VPN drops")
    lena = on.client("lena")
    here = f"/agent/it/knowledge/homes/{made.pk}"
    lena.post(f"{here}/parts/", {"order": ["loose", "search", "nonsense", "loose"]})
    shown = page(on, "", "/help/it/")
    assert shown.index("More articles") < shown.index("Search the help center")
    lena.post(f"{here}/parts/", {"part": "loose", "way": "down"})
    shown = page(on, "", "/help/it/")
    assert shown.index("More articles") > shown.index("Search the help center")
    lena.post(f"{here}/parts/", {"part": "search", "way": "off"})
    lena.post(f"{here}/parts/", {"part": "requests", "way": "on"})
    made.refresh_from_db()
    assert made.parts == ["loose", "requests"]
    assert "My requests" in page(on, "mara", "/help/it/") and "home-requests" not in page(on, "", "/help/it/")


def test_only_chosen_categories_stand_on_it_and_only_where_the_reader_finds_something(article, home, on):
    made, now = home("Chosen", is_general=True), clock.now()
    shelves = [
        Shelf.objects.create(desk=on.it, name=name, slug=name.lower(), created_at=now)
        for name in ("Mail", "Net", "Zip")
    ]
    for shelf in shelves[:2]:
        one = article(f"About {shelf.name}")
        one.shelf = shelf
        one.save(update_fields=["shelf"])
    lena, here = on.client("lena"), f"/agent/it/knowledge/homes/{made.pk}/categories/"
    lena.post(here, {"order": [shelves[2].pk, shelves[1].pk, "9" * 30, 999_999]})
    shown = page(on, "", "/help/it/")
    assert "/help/it/net/" in shown and "/help/it/mail/" not in shown and "/help/it/zip/" not in shown


def test_ways_to_reach_the_desk_say_when_they_open(home, on, article):
    made = home("Reached", is_general=True)
    contacts = [
        Contact(way="phone", value="+49 30 123", label="Hotline"),
        Contact(way="mail", value="it@eberfeld.example", is_timed=False),
    ]
    homes.set_contacts(actor=SYSTEM, home=made, contacts=contacts)
    for path in ("/help/it/", "/new/it/"):
        shown = page(on, "", path)
        assert 'href="tel:+4930123"' in shown and "mailto:it@eberfeld.example" in shown
    with pytest.raises(Invalid):
        homes.set_contacts(actor=SYSTEM, home=made, contacts=[Contact(way="chat", value="javascript:alert(1)")])
    refused = on.client("lena").post(
        f"/agent/it/knowledge/homes/{made.pk}/contacts/",
        {"way_0": "phone", "value_0": "call me", "label_0": "", "way_1": "phone", "value_1": "", "label_1": ""},
    )
    assert refused.status_code == 422 and "as people dial it" in refused.content.decode()


def test_announcements_stand_where_the_home_puts_them_and_maintenance_ahead_of_time(home, on, article):
    switches.switch("announcements", on.it.pk, True)
    home("Told", is_general=True)
    now = clock.now()
    for title, kind, begins in (
        ("Mail is down", "outage", -1),
        ("New switches", "maintenance", 48),
        ("Later", "maintenance", 24 * 30),
    ):
        details = announcements.Details(
            kind=kind,
            words=announcements.Words(title),
            starts_at=now + timedelta(hours=begins),
            ends_at=now + timedelta(hours=begins + 4),
        )
        announcements.publish(actor=SYSTEM, desk=on.it, details=details)
    shown = page(on, "", "/help/it/")
    assert shown.count(': Mail is down"') == 1 and shown.index("How can we help?") < shown.index("Mail is down")
    assert "Planned maintenance" in shown and "New switches" in shown and "Later" not in shown
    elsewhere = page(on, "", "/new/it/")
    assert "Mail is down" in elsewhere and "New switches" not in elsewhere


def test_a_home_is_made_seen_as_others_do_deleted_and_put_back(home, on, article):
    lena = on.client("lena")
    refused = lena.post("/agent/it/knowledge/homes/new/", {"name": "Aurora", "word": "Not a word!"})
    assert refused.status_code == 422 and "Small letters" in refused.content.decode()
    wanted = {"name": "Kestrel", "organizations": [on.mara.organization_id], "heading_de": "Hallo"}
    assert lena.post("/agent/it/knowledge/homes/new/", wanted).status_code == 302
    made = Home.objects.within(on.it).get()
    article("Only Kestrel", audience="organizations", rows=[on.mara.organization])
    here = f"/agent/it/knowledge/homes/{made.pk}"
    lena.post(f"{here}/parts/", {"order": ["loose"]})
    assert "Only Kestrel" in page(on, "lena", f"{here}/preview/?as=organization-{on.mara.organization_id}")
    for code in ("", "requesters", "organization-999999", "organization-x"):
        assert "Only Kestrel" not in page(on, "lena", f"{here}/preview/?as={code}")
    with pytest.raises(Invalid):
        home("Second", organizations=[on.mara.organization])
    lena.post(f"{here}/delete/")
    assert "Only Kestrel" in page(on, "mara", "/help/it/") and "<bdi>Kestrel</bdi>" not in page(on, "mara", "/help/it/")
    second = home("Second", organizations=[on.mara.organization])
    with pytest.raises(Conflict):
        homes.restore_home(actor=SYSTEM, home=made)
    homes.delete_home(actor=SYSTEM, home=second)
    lena.post(f"{here}/restore/")
    made.refresh_from_db()
    assert made.deleted_at is None
    told = Event.objects.filter(subject_kind="home", subject_id=made.pk).values_list("values__what", flat=True)
    assert list(told.order_by("pk")) == ["made", "changed", "removed", "restored"]


def test_only_administrators_of_the_desk_make_homes(home, on):
    made = home("Kestrel")
    for who, status in (("jana", 403), ("priya", 403), ("hanna", 404), ("mara", 404)):
        assert on.client(who).get("/agent/it/knowledge/homes/").status_code == status, who
        assert on.client(who).post(f"/agent/it/knowledge/homes/{made.pk}/delete/").status_code == status
