"""Articles in the flow of a ticket: suggested, put into the answer, counted, written from it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.accounts.actions import give_role
from deskhand.kernel import switches
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.modules.knowledge.actions.use import use_article
from deskhand.modules.knowledge.models import Article, Asked, Flag, Use, Version
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.tickets.models import Ticket
from deskhand.web import places

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _no_panel_rests(monkeypatch):
    """A panel that is slow once, while its templates are read, is drawn again at once."""
    monkeypatch.setattr(places, "SLOW_SECONDS", 60.0)
    monkeypatch.setattr(places, "_rests_until", {})


def page(cast, ticket, who="jana"):
    return cast.client(who).get(f"/agent/tickets/{ticket.number}/").text


def beside(cast, ticket, who="jana", **query):
    """What the panel fetches after the page."""
    answer = cast.client(who).get(f"/agent/tickets/{ticket.number}/articles/", query, headers=HTMX)
    return answer.text if answer.status_code == 200 else f"{answer.status_code}"


def post(cast, ticket, path, who="jana", headers=None, **fields):
    return cast.client(who).post(f"/agent/tickets/{ticket.number}/articles/{path}", fields, headers=headers)


def used(ticket):
    return list(Use.objects.within(ticket.desk_id).filter(ticket=ticket).values_list("article_id", "how"))


def words(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_articles_that_fit_the_ticket_are_suggested_after_the_page(on, article):
    article("VPN drops after sleep", "Switch the keep-alive on.", summary="Keep-alive")
    article("Printer jams", "Pull the paper.")
    ticket = on.ticket("VPN drops")
    assert "VPN drops after sleep" not in page(on, ticket), "the page waits for no search"
    said = beside(on, ticket)
    assert "VPN drops after sleep" in said and "Keep-alive" in said and "Printer" not in said


def test_what_is_being_written_finds_others_and_is_kept_nowhere(on, article):
    article("Printer jams", "Pull the paper.")
    ticket = on.ticket("VPN drops")
    assert "No article seems to fit" in beside(on, ticket)
    answer = post(on, ticket, "", headers=HTMX, written="Is it perhaps the printer that jams?")
    assert "Printer jams" in answer.text
    assert not Asked.objects.within(on.it).exclude(place="writing").exists()


def test_a_search_beside_the_ticket_finds_and_is_noted_once_it_is_sent(on, article):
    article("Printer jams", "Pull the paper.")
    ticket = on.ticket("VPN drops")
    assert "Printer jams" in beside(on, ticket, q="jams")
    assert not Asked.objects.within(on.it).filter(place="ticket").exists()
    assert "No article was found for “coffee”" in post(on, ticket, "", headers=HTMX, q="coffee").text
    noted = Asked.objects.within(on.it).get(place="ticket")
    assert (noted.words, noted.found) == ("coffee", 0)


def test_a_link_goes_into_the_answer_and_is_counted_once(on, article, settings):
    one = article("VPN drops", "Restart the client.")
    ticket = on.ticket()
    given = post(on, ticket, f"{one.pk}/use/", how="linked").json()
    address = f"{settings.DESKHAND.base_url.rstrip('/')}/help/it/articles/{one.pk}-vpn-drops/"
    assert given["html"] == f'<a href="{address}">VPN drops</a>'
    post(on, ticket, f"{one.pk}/use/", how="inserted")
    assert used(ticket) == [(one.pk, "linked")]
    one.refresh_from_db()
    assert one.uses == 1 and "as a link" in words(page(on, ticket))
    assert "used it on a ticket" in on.client("jana").get(f"/agent/it/knowledge/articles/{one.pk}/").text


def test_what_helps_goes_into_the_answer_in_the_requesters_language(on, article):
    one = article("VPN drops", "Restart the client.")
    jana = on.client("jana")
    typed = {"title": "VPN bricht ab", "resolution": "## Tun\n\n- Neu **starten**", "body_format": "markdown"}
    jana.post(f"/agent/it/knowledge/articles/{one.pk}/de/edit/", typed)
    on.client("priya").post(f"/agent/it/knowledge/articles/{one.pk}/de/publish/")
    on.mara.language = "de"
    on.mara.save(update_fields=["language"])
    ticket = on.ticket()
    assert "VPN bricht ab" in beside(on, ticket)
    html = post(on, ticket, f"{one.pk}/use/", how="inserted").json()["html"]
    assert words(html) == "Tun Neu starten" and "<h2" not in html and "<strong>starten</strong>" in html


def test_nothing_that_the_requester_may_not_read_goes_out_unasked(on, article):
    kept = article("VPN secret", "The master key is in the safe.", audience="agents")
    ticket = on.ticket("VPN drops")
    said = beside(on, ticket)
    assert "VPN secret" in said and "The requester may not read this" in said and "data-warn=" in said
    for how in ("linked", "inserted"):
        refused = post(on, ticket, f"{kept.pk}/use/", headers={"Accept": "application/json"}, how=how)
        assert refused.status_code == 409 and "safe" not in refused.text
    assert used(ticket) == []
    given = post(on, ticket, f"{kept.pk}/use/", how="linked", sure="yes").json()
    assert "/agent/it/knowledge/" in given["html"], "the help center has no such page for them"
    public = article("VPN for all", "Restart.", audience="organizations", rows=[on.mara.organization])
    assert post(on, ticket, f"{public.pk}/use/", how="linked").status_code == 200
    theirs = on.ticket("VPN drops", by="oliver")
    assert post(on, theirs, f"{public.pk}/use/", how="linked").status_code == 409


def test_used_is_counted_shown_and_taken_back(on, article):
    one = article("VPN drops", "Restart.", audience="agents")
    ticket = on.ticket()
    version = ticket.version
    answer = post(on, ticket, f"{one.pk}/use/", headers=HTMX)
    assert "VPN drops" in answer.text and "articles:again" in answer["HX-Trigger"]
    assert "VPN drops" not in beside(on, ticket), "what was used is suggested no more"
    assert "Jana Vogt used an article" in words(page(on, ticket))
    answer = post(on, ticket, f"{one.pk}/undo/", headers=HTMX)
    assert used(ticket) == [] and "VPN drops" not in answer.text
    assert "Jana Vogt said that an article was not used after all" in words(page(on, ticket))
    ticket.refresh_from_db()
    one.refresh_from_db()
    assert (ticket.version, one.uses) == (version, 0)
    facts = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, code__contains="article")
    assert list(facts.order_by("pk").values_list("code", flat=True)) == [
        "ticket.article_used", "ticket.article_use_undone"
    ]  # fmt: skip


def test_without_script_the_same_is_a_page_and_comes_back_to_the_ticket(on, article):
    one = article("VPN drops", "Restart.")
    ticket, jana = on.ticket(), on.client("jana")
    assert "VPN drops" in jana.get(f"/agent/tickets/{ticket.number}/articles/").text
    answer = jana.post(f"/agent/tickets/{ticket.number}/articles/{one.pk}/use/")
    assert answer["Location"] == f"/agent/tickets/{ticket.number}/#knowledge-used"
    assert "VPN drops" in jana.get(f"/agent/tickets/{ticket.number}/articles/", {"q": "nothing of it"}).text


def test_what_is_wrong_with_an_article_is_said_from_the_ticket(on, article):
    one = article("VPN drops", "Restart.")
    ticket = on.ticket()
    assert post(on, ticket, f"{one.pk}/flag/", headers=HTMX, text="Step 2 is gone.").status_code == 204
    assert Flag.objects.within(on.it).get().text == "Step 2 is gone."
    assert post(on, ticket, f"{one.pk}/flag/", headers=HTMX, text=" ").status_code == 422


def test_an_article_comes_from_a_ticket_in_two_clicks_with_personal_words_masked(on):
    text = "I am Mara Lindqvist, call +44 20 7946 0958. VPN drops with error 809"
    ticket = on.ticket("VPN of Mara drops", text=text)
    on.reply(ticket, html="<p>Hi Mara,</p><p>switch the <b>keep-alive</b> on.</p><p>Jana</p>")
    on.note(ticket, html="<p>Her password is hunter2</p>")
    jana, address = on.client("jana"), f"/agent/tickets/{ticket.number}/articles/new/"
    assert address in page(on, ticket)
    form = jana.get(address).text
    assert "VPN of [name] drops" in form and "error 809" in form and "[telephone number]" in form
    fields = form[form.index('<form method="post" action="/agent/tickets') :]
    assert not re.search("Mara|Lindqvist|7946|hunter2|Jana", fields.split("</form>")[0])
    sent = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', form)[1] for name in ("title",)}
    sent |= {part: re.search(rf'name="{part}"[^>]*data-html="([^"]*)"', form)[1] for part in ("issue", "resolution")}
    answer = jana.post(address, sent | {"language": "en", "body_format": "html", "shelf": ""})
    assert answer["Location"] == f"/agent/tickets/{ticket.number}/#knowledge-used"
    made = Article.objects.within(on.it).get()
    assert used(ticket) == [(made.pk, "written")] and made.owner == on.jana
    assert Version.objects.within(on.it).get().state == "draft"
    assert Event.objects.get(code="article.created").values["ticket"] == ticket.pk
    shown = page(on, ticket)
    assert "VPN of [name] drops" in shown and "written from the ticket" in shown
    assert "wrote an article from this ticket" in words(shown)


def test_a_form_that_cannot_be_saved_keeps_what_was_typed(on):
    ticket = on.ticket()
    answer = post(on, ticket, "new/", title=" ", issue="Mine", language="en", body_format="markdown")
    assert answer.status_code == 422 and "Mine" in answer.text
    assert not Article.objects.within(on.it).exists() and used(ticket) == []


def test_the_ticket_page_gains_one_question_however_much_was_used(on, article):
    ticket, jana = on.ticket(), on.client("jana")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            jana.get(f"/agent/tickets/{ticket.number}/")
        return sum('"knowledge_' in one["sql"] for one in queries)

    jana.get(f"/agent/tickets/{ticket.number}/")
    assert asked() == 1
    for number in range(4):
        use_article(actor=on.actor("jana"), article=article(f"VPN {number}"), ticket=ticket, how="attached")
    assert asked() == 1


def test_the_suggestions_cost_the_same_for_many_articles(on, article, django_assert_max_num_queries):
    for number in range(8):
        article(f"VPN drops {number}", "Restart.")
    ticket, jana = on.ticket(), on.client("jana")
    jana.get(f"/agent/tickets/{ticket.number}/articles/", headers=HTMX)
    with django_assert_max_num_queries(24):
        jana.get(f"/agent/tickets/{ticket.number}/articles/", headers=HTMX)


def test_who_only_reads_is_shown_articles_and_may_do_nothing_with_them(on, article):
    one = article("VPN drops", "Restart.")
    ticket = on.ticket()
    said = beside(on, ticket, "arno")
    assert "VPN drops" in said and "<button" not in said
    assert "VPN drops" in beside(on, ticket, "arno", q="restart")
    assert post(on, ticket, "", "arno", q="restart").status_code == 403
    assert "New article from this ticket" not in page(on, ticket, "arno")
    for path in (f"{one.pk}/use/", f"{one.pk}/undo/", f"{one.pk}/flag/", "new/"):
        assert post(on, ticket, path, "arno", text="x").status_code == 403
    assert post(on, ticket, f"{one.pk}/use/", "arno", how="inserted").status_code == 403
    assert used(ticket) == []


def test_desks_are_walls_for_articles_and_for_tickets(on, article):
    switches.switch(MODULE, on.hr.pk, True)
    theirs, ours = article("VPN of HR", "Ask Hanna.", desk=on.hr), article("VPN drops", "Restart.")
    ticket, elsewhere = on.ticket(), on.ticket("VPN drops", by="oliver", desk="hr")
    assert "VPN of HR" not in beside(on, ticket)
    assert beside(on, ticket, "hanna") == "404"
    for path in ("use/", "undo/", "flag/"):
        assert post(on, ticket, f"{theirs.pk}/{path}", text="x").status_code == 404
        assert post(on, elsewhere, f"{ours.pk}/{path}", text="x").status_code == 404
    assert post(on, ticket, f"{theirs.pk}/use/", how="inserted", sure="yes").status_code == 404
    give_role(actor=SYSTEM, desk=on.hr, person=on.jana, role="agent")
    assert post(on, ticket, f"{theirs.pk}/use/", how="linked", sure="yes").status_code == 404
    assert not Use.objects.within([on.it.pk, on.hr.pk]).exists()


def test_an_article_for_a_few_is_seen_by_them_alone(on, article):
    kept = article("VPN of Lena", "Hers.", audience="named", rows=[on.lena])
    ticket = on.ticket()
    assert "VPN of Lena" not in beside(on, ticket) and "VPN of Lena" in beside(on, ticket, "lena")
    assert post(on, ticket, f"{kept.pk}/use/").status_code == 404
    post(on, ticket, f"{kept.pk}/use/", "lena")
    assert "VPN of Lena" not in page(on, ticket) and "VPN of Lena" in page(on, ticket, "lena")
    column = on.client("jana").get("/agent/it/tickets/?view=all").text
    assert ">1<" not in re.sub(r"\s", "", column[column.index("Articles") :].split("</table>")[0])


def test_switched_off_nothing_is_left_of_it(on, article):
    one = article("VPN drops", "Restart.")
    ticket = on.ticket()
    post(on, ticket, f"{one.pk}/use/", headers=HTMX)
    switches.switch(MODULE, on.it.pk, False)
    shown = page(on, ticket)
    assert "knowledge-beside" not in shown and "VPN drops</a>" not in shown and "used an article" not in words(shown)
    assert beside(on, ticket) == "404" and post(on, ticket, "new/").status_code == 404
    assert "article" not in on.client("jana").get(f"/agent/palette?ticket={ticket.number}").text
    switches.switch(MODULE, on.it.pk, True)
    assert "knowledge-used" in page(on, ticket) and "used an article" in words(page(on, ticket))


def test_the_palette_offers_articles_where_one_stands(on):
    ticket = on.ticket()
    offered = on.client("jana").get(f"/agent/palette?ticket={ticket.number}").text
    assert f"/agent/tickets/{ticket.number}/articles/new/" in offered and "ticket:articles" in offered
    assert "articles/new/" not in on.client("arno").get(f"/agent/palette?ticket={ticket.number}").text


def test_a_ticket_of_a_claimed_sender_is_warned_of_all_that_is_not_public(on, article):
    one = article("VPN drops", "Restart.", audience="requesters")
    ticket = on.ticket()
    assert "may not read" not in beside(on, ticket)
    Ticket.objects.within(on.it).filter(pk=ticket.pk).update(is_unproven=True)
    assert post(on, ticket, f"{one.pk}/use/", how="linked").status_code == 409
    assert used(ticket) == []
