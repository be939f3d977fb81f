"""The widget on other sites: who may embed it, what it shows there, and that it keeps nothing."""

import base64
import gzip
import hashlib
import re

import pytest

from deskhand.kernel import clock, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.modules.announcements import actions as announcements
from deskhand.modules.knowledge import widget
from deskhand.modules.knowledge.models import Asked, Judgement, Rules, Spared
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.modules.knowledge.tests.test_help_center import in_german
from deskhand.portal import stamp
from deskhand.tickets.models import Ticket
from tools.node import find_node
from tools.stamps import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

SITE = "https://www.example.com"
SCRIPT = "/help/it/widget-1.js"
PAGES = ("search/", "contact/", "sent/", "solved/")


@pytest.fixture
def listed(on):
    """One site may embed the widget of the desk IT."""
    Rules.objects.create(desk=on.it, widget_origins=[SITE, "http://localhost:8080"])
    return on


def policy(answer, directive):
    found = re.search(rf"(?:^|; ){directive} ([^;]+)", answer.headers["Content-Security-Policy"])
    return found[1].split() if found else None


def shown(answer):
    return answer.content.decode()


def test_a_listed_site_gets_the_script_that_its_line_names(listed):
    answer = listed.client().get(SCRIPT, headers={"Origin": SITE})
    assert answer.status_code == 200 and answer.headers["Access-Control-Allow-Origin"] == SITE
    assert "Origin" in answer.headers["Vary"] and answer.headers["Content-Type"].startswith("text/javascript")
    digest = base64.b64encode(hashlib.sha384(answer.content).digest()).decode()
    page = shown(listed.client("lena").get("/agent/settings/it/knowledge/widget/"))
    assert f"sha384-{digest}" == widget.integrity("1") and digest in page and SITE in page


@pytest.mark.parametrize(
    "origin",
    [
        "https://www.example.com.evil.example",
        "https://evilwww.example.com",
        "https://example.com",
        "http://www.example.com",
        "https://www.example.com:8443",
        "https://WWW.example.com/",
        "http://localhost:8081",
        "null",
        "",
    ],
)
def test_another_site_gets_neither_the_script_nor_a_frame(listed, origin):
    script = listed.client().get(SCRIPT, headers={"Origin": origin})
    assert script.status_code == 404 and "Access-Control-Allow-Origin" not in script.headers
    told = {"Referer": f"{origin}/page", "Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}
    if "://" in origin and not origin.endswith("/"):
        assert listed.client().get("/help/it/widget/search/", headers=told).status_code == 404
    sent = listed.client().post("/help/it/widget/search/", {"q": "vpn"}, headers={"Origin": origin})
    assert sent.status_code == 404 and not Asked.objects.within(listed.it).exists()


def test_browsers_frame_it_on_exactly_the_listed_sites_and_keep_nothing(article, listed):
    made = article("VPN drops")
    stale = {"deskhand_session": "gone", "deskhand_csrf": "x"}
    for path in (*PAGES, f"articles/{made.pk}/"):
        client = listed.client()
        client.cookies.load(stale)
        answer = client.get(f"/help/it/widget/{path}", headers={"Referer": f"{SITE}/", "Sec-Fetch-Dest": "iframe"})
        assert answer.status_code == 200, path
        assert policy(answer, "frame-ancestors") == [SITE, "http://localhost:8080"]
        assert "X-Frame-Options" not in answer.headers and not answer.cookies, path
        assert "Cookie" not in answer.headers.get("Vary", "") and answer.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer.headers
    plain = listed.client().get(SCRIPT)
    assert not plain.cookies and plain.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_what_is_no_origin_never_stands_in_the_policy(on):
    said = ["*", "https://*.example.com", "https://a.example/path", "null", "http://a.example", "https://a b", 7]
    said += ["https://A.example:443", "https://x.example; script-src *", "'self'", "https://b.example:8443"]
    Rules.objects.create(desk=on.it, widget_origins=said)
    answer = on.client().get("/help/it/widget/search/")
    assert policy(answer, "frame-ancestors") == ["https://a.example", "https://b.example:8443"]


def test_without_sites_or_with_the_module_off_there_is_no_widget(article, listed):
    made = article("VPN drops")
    asked = [SCRIPT, f"/help/it/widget/articles/{made.pk}/", *(f"/help/it/widget/{path}" for path in PAGES)]
    assert listed.client().get("/help/it/widget-2.js").status_code == 404
    switches.switch(MODULE, listed.it.pk, False)
    assert {listed.client().get(one, headers={"Origin": SITE}).status_code for one in asked} == {404}
    switches.switch(MODULE, listed.it.pk, True)
    Rules.objects.within(listed.it).update(widget_origins=[])
    assert {listed.client("mara").get(one).status_code for one in asked} == {404}
    Rules.objects.within(listed.it).update(widget_origins=["*", "null"])
    assert {listed.client().get(one).status_code for one in asked} == {404}


def test_the_canary_never_surfaces_whoever_looks_through_it(article, listed):
    public = article("Printer jams", "Canary open.")
    hidden = [
        article("Canaryword of agents", audience="agents"),
        article("Canaryword of requesters", audience="requesters"),
        article("Canaryword as draft", is_draft=True),
        article("Canaryword elsewhere", desk=listed.hr),
    ]
    listed.work()
    for who in ("", "mara", "jana"):
        client = listed.client(who)
        found = shown(client.post("/help/it/widget/search/", {"q": "canaryword printer"}, follow=True))
        assert "Printer jams" in found and "Canaryword" not in found.replace("canaryword printer", "")
        for one in hidden:
            answer = client.get(f"/help/it/widget/articles/{one.pk}/")
            assert answer.status_code == 404 and "Canaryword" not in shown(answer)
            assert client.post(f"/help/it/widget/articles/{one.pk}/answer/", {"helped": "yes"}).status_code == 404
        offered = shown(client.post("/help/it/widget/contact/", request_about("Canaryword printer jams")))
        assert "Canary open." in offered and "Canaryword of" not in offered
    assert not Judgement.objects.within(listed.it).exists() and not Spared.objects.within(listed.it).exists()
    Rules.objects.within(listed.it).update(is_behind_sign_in=True)
    assert listed.client().get(f"/help/it/widget/articles/{public.pk}/").status_code == 404
    assert listed.client().get("/help/it/widget/search/").headers["Location"] == "/help/it/widget/contact/"


def request_about(subject, **more):
    said = {"email": "newcomer@example.org", "name": "New", "subject": subject, "body": "In trains.", "website": ""}
    return {**said, "stamp": stamp.fresh(), **more}


def test_somebody_searches_reads_in_german_and_is_helped(article, listed):
    made = article("VPN drops", "Restart the client.")
    in_german(made)
    listed.work()
    stranger = listed.client()
    assert "VPN drops" in shown(stranger.get("/help/it/widget/search/"))
    found = stranger.post("/help/it/widget/search/?language=de&theme=dark", {"q": "VPN bricht"}, follow=True)
    page = shown(found)
    assert "VPN bricht ab" in page and 'data-theme="night"' in page and 'lang="de"' in page
    assert "language=de&amp;theme=dark" in page
    read = shown(stranger.get(f"/help/it/widget/articles/{made.pk}/?language=de&q=VPN"))
    assert "Starten Sie neu." in read
    done = stranger.post(f"/help/it/widget/articles/{made.pk}/answer/?language=de", {"helped": "yes"}, follow=True)
    assert done.redirect_chain[-1][0] == "/help/it/widget/solved/?language=de"
    asked, spared = Asked.objects.within(listed.it).get(), Spared.objects.within(listed.it).get()
    assert (asked.place, asked.words, asked.found) == ("widget", "VPN bricht", 1)
    assert (spared.place, spared.is_confirmed, spared.person) == ("widget", True, None)
    assert not Ticket.objects.within(listed.it).exists()


def test_the_form_offers_first_then_takes_the_request_as_the_portal_does(article, listed, monkeypatch):
    article("VPN drops", "Restart the client.")
    listed.work()
    stranger, url = listed.client(), "/help/it/widget/contact/"
    monkeypatch.setattr(stamp, "YOUNGEST", stamp.YOUNGEST * 0)
    step = stranger.post(url, request_about("VPN drops"))
    assert step.status_code == 200 and "not sent yet" in shown(step) and "Restart the client." in shown(step)
    assert not Ticket.objects.within(listed.it).exists()
    trapped = stranger.post(url, request_about("VPN drops", offered="1", website="x"))
    assert trapped.status_code == 422
    sent = stranger.post(url, request_about("VPN drops", offered="1"))
    assert sent.headers["Location"] == "/help/it/widget/sent/" and not sent.cookies
    ticket = Ticket.objects.within(listed.it).get()
    assert (ticket.channel, ticket.is_unproven, ticket.requester.email) == ("form", True, "newcomer@example.org")
    monkeypatch.undo()
    with clock.frozen(clock.now()):
        hasty = stranger.post(url, request_about("VPN again", offered="1"))
    assert hasty.status_code == 422 and "faster than a person writes" in shown(hasty)


def outage(listed, title="Mail is down", **more):
    """What the desk has announced since a minute."""
    switches.switch("announcements", listed.it.pk, True)
    words = announcements.Words(title, "No letters come.")
    given = {"kind": "outage", "words": words, "starts_at": clock.ago(minutes=1), **more}
    return announcements.publish(actor=SYSTEM, desk=listed.it, details=announcements.Details(**given))


def test_articles_and_outages_are_offered_while_somebody_writes_and_nothing_is_noted(article, listed):
    article("VPN drops", "Restart the client.")
    article("VPN for staff", audience="agents")
    outage(listed, "VPN is down for staff", audience="agents")
    outage(listed, "VPN is down")
    listed.work()
    stranger, url = listed.client(), "/help/it/widget/offers/"
    page = shown(stranger.get("/help/it/widget/contact/?language=de"))
    assert f'data-offers="{url}?language=de"' in page
    offered = shown(stranger.post(url, {"subject": "VPN", "body": ""}))
    assert "VPN is down" in offered and "Restart the client." in offered and "staff" not in offered
    assert "VPN" not in shown(stranger.post(url, {"subject": " ", "body": ""}))
    assert not Asked.objects.within(listed.it).exists()
    assert stranger.get(url).headers["Location"] == "/help/it/widget/contact/"
    switches.switch("announcements", listed.it.pk, False)
    assert "VPN is down" not in shown(stranger.post(url, {"subject": "VPN", "body": ""}))


def test_what_stood_beside_the_form_is_no_step_before_sending_and_the_question_is_noted_once(
    article, listed, monkeypatch
):
    article("VPN drops", "Restart the client.")
    listed.work()
    monkeypatch.setattr(stamp, "YOUNGEST", stamp.YOUNGEST * 0)
    sent = listed.client().post("/help/it/widget/contact/", request_about("VPN drops", shown="1"))
    assert sent.headers["Location"] == "/help/it/widget/sent/"
    assert [one.found for one in Asked.objects.within(listed.it)] == [1]


def test_a_known_outage_stands_first_in_the_widget_and_spares_a_request(listed):
    row, hidden = outage(listed), outage(listed, "For staff", audience="agents")
    stranger, url = listed.client(), f"/help/it/widget/known/{row.pk}/"
    page = shown(stranger.get("/help/it/widget/search/"))
    assert "Mail is down" in page and "For staff" not in page and f'action="{url}?' in page
    step = shown(stranger.post("/help/it/widget/contact/", request_about("No mail")))
    assert "Mail is down" in step and "not sent yet" in step
    thanks = stranger.post(f"{url}?language=de", request_about("No mail"), follow=True)
    assert thanks.redirect_chain[-1][0] == "/help/it/widget/solved/?known=1&language=de"
    assert not Ticket.objects.within(listed.it).exists()
    facts = Event.objects.filter(code="announcement.recognised")
    assert [(one.subject_id, one.actor_id) for one in facts] == [(row.pk, None)]
    assert stranger.post(f"/help/it/widget/known/{hidden.pk}/").status_code == 404
    assert stranger.get(url).headers["Location"] == "/help/it/widget/search/"
    switches.switch("announcements", listed.it.pk, False)
    assert "Mail is down" not in shown(stranger.get("/help/it/widget/search/"))
    assert stranger.post(url).status_code == 404 and facts.count() == 1


def test_a_desk_for_invited_people_has_no_form_there(listed):
    listed.it.who_may_open = "invited"
    listed.it.save(update_fields=["who_may_open"])
    assert listed.client().get("/help/it/widget/contact/").status_code == 404
    assert "Write to us" not in shown(listed.client().get("/help/it/widget/search/"))


def test_the_script_is_what_its_source_builds(tmp_path):
    node = find_node()
    assert node is not None, "run make setup: it brings Node and the front end's packages"
    command = ["node_modules/vite/bin/vite.js", "build", "--logLevel", "error", "--config", "frontend/widget.config.ts"]
    with pytest.MonkeyPatch.context() as told:
        told.setenv("WIDGET_DIR", str(tmp_path))
        node.run(*command, cwd=ROOT)
    name = f"widget-{widget.current()}.js"
    assert (tmp_path / name).read_bytes() == (widget.SCRIPTS / name).read_bytes(), "run npm run widget"
    assert len(gzip.compress((tmp_path / name).read_bytes())) < 15_000
