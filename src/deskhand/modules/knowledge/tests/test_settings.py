"""An administrator says who reads without signing in, who publishes, in which languages, and which model drafts."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deskhand.accounts.actions import give_role, take_role
from deskhand.kernel import vault, wire
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid
from deskhand.kernel.models import Event
from deskhand.kernel.wire import Reply
from deskhand.modules.knowledge.actions.settings import origin_of
from deskhand.modules.knowledge.models import Licence, Rules, rules_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def address(name: str, *more: object) -> str:
    return reverse(f"knowledge:{name}", args=["it", *more])


def wished(**more: object) -> dict[str, object]:
    return {"first_audience": "agents", "review_months": "12", "languages": ["en", "de"], "widget_origins": ""} | more


def test_what_a_new_article_begins_with_follows_from_the_settings(on, article):
    admin = on.client("lena")
    admin.post(address("rules"), wished(first_audience="requesters", review_months="6"))
    assert (rules_of(on.it.pk).first_audience, rules_of(on.it.pk).review_months) == ("requesters", 6)
    typed = {"title": "VPN drops", "resolution": "Restart", "body_format": "markdown", "language": "en"}
    page = on.client("jana").post(reverse("knowledge:new", args=["it"]), typed, follow=True).content.decode()
    assert "may write to the desk" in page
    wrong = admin.post(address("rules"), wished(first_audience="named", review_months="61"))
    assert wrong.status_code == 422


def test_letting_strangers_read_asks_first_and_says_how_many_articles(on, article):
    admin, stranger = on.client("lena"), on.client("")
    article("VPN drops", audience="public")
    admin.post(address("rules"), wished(is_behind_sign_in="on"))
    home = reverse("knowledge:help_home", args=["it"])
    assert stranger.get(home).status_code == 302
    asked = admin.post(address("rules"), wished())
    assert "1 published article is for everybody" in asked.content.decode()
    assert rules_of(on.it.pk).is_behind_sign_in
    assert stranger.get(home).status_code == 302
    admin.post(address("rules"), wished(confirm="yes"))
    assert stranger.get(home).status_code == 200
    fact = Event.objects.filter(code="knowledge.rules_changed").latest("pk")
    assert fact.values == {"desk": on.it.pk, "fields": ["is_behind_sign_in"], "is_opened": True}


def test_only_languages_that_the_desk_offers_are_offered(on, article):
    one = article("VPN drops", audience="public")
    admin, agent = on.client("lena"), on.client("jana")
    page = reverse("knowledge:article", args=["it", one.pk])
    assert "Deutsch" in agent.get(page).content.decode()
    admin.post(address("rules"), wished(languages=["en"]))
    assert rules_of(on.it.pk).languages == ["en"]
    assert "Deutsch" not in agent.get(page).content.decode().split("<main")[1]
    assert 'value="de"' not in agent.get(reverse("knowledge:new", args=["it"])).content.decode()
    assert agent.get(reverse("knowledge:edit", args=["it", one.pk, "de"])).status_code == 422
    admin.post(address("rules"), wished())
    assert rules_of(on.it.pk).languages == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.example.com/", "https://www.example.com"),
        ("HTTPS://WWW.Example.com:443", "https://www.example.com"),
        ("https://www.example.com:8443", "https://www.example.com:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_a_site_is_kept_as_browsers_name_it(typed, kept):
    assert origin_of(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "http://www.example.com",
        "https://*.example.com",
        "https://www.example.com/help",
        "https://www.example.com?x",
        "https://www.example.com#x",
        "https://user:word@www.example.com",
        "https://www.example.com:0",
        "https://www.example.com:99999",
        "https://www.example.com https://evil.example",
        "https://www.example.com;script-src",
        "https://",
        "null",
        "*",
        "javascript:alert(1)",
        "https://exa\u200bmple.com",
        "https://a_b.example",
        "https:\\\\www.example.com",
        "https://www..example.com",
    ],
)
def test_what_is_no_site_is_refused(typed):
    with pytest.raises(Invalid):
        origin_of(typed)


def test_sites_for_the_widget_are_kept_one_by_one_and_a_wrong_one_saves_none(on):
    admin = on.client("lena")
    admin.post(
        address("rules"), wished(widget_origins="https://a.example\r\n\r\nhttps://A.example/\nhttps://b.example")
    )
    assert rules_of(on.it.pk).widget_origins == ["https://a.example", "https://b.example"]
    answer = admin.post(address("rules"), wished(widget_origins="https://c.example\nhttps://*.d.example"))
    assert answer.status_code == 422
    assert rules_of(on.it.pk).widget_origins == ["https://a.example", "https://b.example"]


def test_a_languages_models_secret_is_kept_locked_never_shown_and_never_sent_to_another_server(on):
    admin = on.client("lena")
    typed = {"address": "https://models.example.org/v1", "model": "small", "secret": "s3cret-key"}
    assert admin.post(address("model"), typed).status_code == 302
    kept = Rules.objects.within(on.it).get().writer_secret
    assert "s3cret" not in kept
    assert vault.opened(kept) == "s3cret-key"
    assert "s3cret-key" not in admin.get(address("model")).content.decode()
    admin.post(address("model"), typed | {"model": "large", "secret": ""})
    assert vault.opened(rules_of(on.it.pk).writer_secret) == "s3cret-key"
    moved = admin.post(address("model"), typed | {"address": "https://elsewhere.example.org/v1", "secret": ""})
    assert "This is another server." in moved.content.decode()
    assert rules_of(on.it.pk).writer_address == "https://models.example.org/v1"
    admin.post(address("model"), {"address": "", "model": "", "secret": ""})
    row = rules_of(on.it.pk)
    assert (row.writer_address, row.writer_model, row.writer_secret) == ("", "", "")
    assert "s3cret" not in str(list(Event.objects.filter(code="knowledge.model_changed").values_list("values")))


@pytest.mark.parametrize(
    "inside", ["http://127.0.0.1:11434/v1", "https://localhost/v1", "https://10.0.0.7/v1", "ftp://x"]
)
def test_a_language_model_inside_the_network_is_refused(on, inside):
    answer = on.client("lena").post(address("model"), {"address": inside, "model": "small"})
    assert answer.status_code == 422
    assert rules_of(on.it.pk).writer_address == ""


def test_trying_the_language_model_says_what_became_of_it_and_sends_nothing_of_the_desk(on, article, monkeypatch):
    article("Canary", "Secret of the desk", audience="agents")
    admin, sent = on.client("lena"), []
    admin.post(address("model"), {"address": "https://models.example.org/v1", "model": "small", "secret": "s3cret"})

    def answers(reply):
        def post(target, body, headers, **_more):
            sent.append((body, headers))
            return reply

        monkeypatch.setattr(wire, "post", post)

    answers(Reply(200, 0.1, text='{"model": "small-2", "choices": [{"message": {"content": "Blue [1]"}}]}'))
    page = admin.post(address("check_model"), follow=True).content.decode()
    assert "Blue [1]" in page
    assert b"Canary" not in sent[0][0]
    assert sent[0][1]["Authorization"] == "Bearer s3cret"
    answers(Reply(401, 0.1))
    assert "refuses the key" in admin.post(address("check_model"), follow=True).content.decode()
    answers(Reply(None, 20.0, error="timed out"))
    assert "was not reached: timed out" in admin.post(address("check_model"), follow=True).content.decode()


def test_licences_are_given_and_end_with_the_right_to_write(on, article):
    admin = on.client("lena")
    page = admin.get(address("licences")).content.decode()
    assert "By role: Contributor" in page
    chosen = {f"level-{on.jana.pk}": "publisher", f"level-{on.lena.pk}": "", f"level-{on.mara.pk}": "publisher"}
    admin.post(address("licences"), chosen)
    assert list(Licence.objects.within(on.it).values_list("person_id", "level")) == [(on.jana.pk, "publisher")]
    one = article("VPN drops", is_draft=True, audience="public")
    on.client("jana").post(reverse("knowledge:publish", args=["it", one.pk, "en"]))
    one.refresh_from_db()
    assert one.confidence == "validated"
    take_role(actor=SYSTEM, desk=on.it, person=on.jana, role="agent")
    give_role(actor=SYSTEM, desk=on.it, person=on.jana, role="agent")
    assert not Licence.objects.within(on.it).exists()
    said = [fact.values["level"] for fact in Event.objects.filter(code="knowledge.licence_set").order_by("pk")]
    assert said == ["publisher", ""]


def test_leads_arrange_and_only_administrators_set(on):
    for page in ("rules", "licences", "model"):
        assert on.client("priya").get(address(page)).status_code == 403
        assert on.client("hanna").get(address(page)).status_code == 404
    assert on.client("priya").get(address("shelves")).status_code == 200
    history = on.client("lena").get(reverse("ops:history", args=["it", "knowledge"]))
    assert history.status_code == 200
