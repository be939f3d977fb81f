"""Those who arrange the desk's articles keep its categories and templates, by buttons as by drag."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.modules.knowledge.actions.arrange import ShelfDetails, create_shelf
from deskhand.modules.knowledge.actions.govern import move_article
from deskhand.modules.knowledge.actions.templates import KEEP_TEMPLATES, forget_templates
from deskhand.modules.knowledge.models import Article, Shelf, Template

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def address(name: str, *more: object) -> str:
    return reverse(f"knowledge:{name}", args=["it", *more])


@pytest.fixture
def shelf(on):
    """Make a category: ``shelf("Network", parent)``."""

    def make(name, parent=None, desk=None):
        return create_shelf(actor=SYSTEM, desk=desk or on.it, details=ShelfDetails(name=name), parent=parent)

    return make


def tops(on) -> list[str]:
    return list(Shelf.objects.within(on.it).filter(parent=None).values_list("name", flat=True))


def step(client, one: Shelf, way: str):
    return client.post(address("move_shelf"), {"step": f"{one.pk}:{way}"}, follow=True)


def test_a_lead_makes_a_category_in_both_languages_with_a_picture(on):
    lead = on.client("priya")
    typed = {
        "name": "Accounts",
        "text": "Names and keys.",
        "icon": "key-round",
        "name_de": "Konten",
        "text_de": "Namen.",
    }
    assert lead.post(address("new_shelf"), typed).status_code == 302
    made = Shelf.objects.within(on.it).get()
    assert (made.called("de"), made.told("de"), made.picture) == ("Konten", "Namen.", "key-round")
    wrong = lead.post(address("new_shelf"), {"name": " ", "icon": "no-such-picture"})
    assert wrong.status_code == 422
    assert tops(on) == ["Accounts"]


def test_buttons_move_a_category_among_the_others_into_one_and_out_again(on, shelf):
    first, second, third = shelf("First"), shelf("Second"), shelf("Third")
    lead = on.client("priya")
    step(lead, third, "up")
    assert tops(on) == ["First", "Third", "Second"]
    step(lead, first, "down")
    assert tops(on) == ["Third", "First", "Second"]
    page = step(lead, second, "in").content.decode()
    second.refresh_from_db()
    assert second.parent == first
    assert f'id="shelf-{second.pk}"' in page
    step(lead, second, "out")
    assert tops(on) == ["Third", "First", "Second"]
    step(lead, third, "up")
    step(lead, third, "in")
    assert tops(on) == ["Third", "First", "Second"]


def test_what_was_dragged_can_be_undone_by_the_toast(on, shelf):
    first, second = shelf("First"), shelf("Second")
    lead = on.client("priya")
    page = lead.post(address("move_shelf"), {"shelf": second.pk, "parent": first.pk, "after": ""}, follow=True)
    assert tops(on) == ["First"]
    undo = f"{address('move_shelf')}?shelf={second.pk}&parent=0&after={first.pk}"
    assert undo.replace("&", "&amp;") in page.content.decode()
    lead.post(undo)
    assert tops(on) == ["First", "Second"]


def test_a_category_never_stands_within_itself(on, shelf):
    above = shelf("Above")
    below = shelf("Below", above)
    page = on.client("priya").post(address("move_shelf"), {"shelf": above.pk, "parent": below.pk}, follow=True)
    assert "cannot stand within itself" in page.content.decode()
    assert tops(on) == ["Above"]
    form = on.client("priya").get(address("shelf", above.pk)).content.decode()
    assert f'<option value="{below.pk}"' not in form


def test_a_form_that_is_refused_moves_nothing(on, shelf):
    one, other = shelf("One"), shelf("Other")
    typed = {"name": "One", "parent": other.pk, "text": "x" * 401}
    assert on.client("priya").post(address("shelf", one.pk), typed).status_code == 422
    one.refresh_from_db()
    assert one.parent is None
    typed = {"name": "One more", "parent": other.pk, "icon": ""}
    assert on.client("priya").post(address("shelf", one.pk), typed).status_code == 302
    one.refresh_from_db()
    assert (one.parent, one.name) == (other, "One more")


def test_only_an_empty_category_is_deleted(on, shelf, article):
    one = shelf("One")
    move_article(actor=SYSTEM, article=article("VPN drops"), shelf=one)
    lead = on.client("priya")
    assert "Move them first" in lead.post(address("delete_shelf", one.pk), follow=True).content.decode()
    move_article(actor=SYSTEM, article=Article.objects.within(on.it).get(), shelf=None)
    lead.post(address("delete_shelf", one.pk))
    assert tops(on) == []


def test_a_lead_deletes_a_category_without_learning_of_articles_in_it_that_they_may_not_read(on, shelf, article):
    above = shelf("Above")
    one = shelf("One", above)
    secret = article("Secret", audience="named", rows=[on.lena])
    move_article(actor=SYSTEM, article=secret, shelf=one)
    lead = on.client("priya")
    assert "Move them first" in lead.post(address("delete_shelf", above.pk), follow=True).content.decode()
    assert "Secret" not in lead.get(address("shelf", one.pk)).content.decode()
    lead.post(address("delete_shelf", one.pk))
    assert [row.name for row in Shelf.objects.within(on.it)] == ["Above"]
    secret.refresh_from_db()
    assert secret.shelf == above
    assert Event.objects.filter(code="article.moved", values__article=secret.pk).count() == 2
    admin = on.client("lena")
    assert "Move them first" in admin.post(address("delete_shelf", above.pk), follow=True).content.decode()


def test_articles_stand_in_the_order_that_was_chosen_and_what_one_does_not_read_stays_in_its_place(on, shelf, article):
    one = shelf("One")
    kept = {}
    for title, audience, rows in (("A", "agents", []), ("Secret", "named", [on.lena]), ("B", "agents", [])):
        kept[title] = article(title, audience=audience, rows=rows)
        last = Article.objects.within(on.it).filter(shelf=one).last()
        move_article(actor=SYSTEM, article=kept[title], shelf=one, after=last)
    lead = on.client("priya")
    assert "Secret" not in lead.get(address("shelf", one.pk)).content.decode()
    lead.post(address("order_articles", one.pk), {"step": f"{kept['B'].pk}:up"})
    now = [row.pk for row in Article.objects.within(on.it).filter(shelf=one)]
    assert now == [kept["B"].pk, kept["Secret"].pk, kept["A"].pk]
    lead.post(address("order_articles", one.pk), {"order": [kept["A"].pk, kept["B"].pk]})
    now = [row.pk for row in Article.objects.within(on.it).filter(shelf=one)]
    assert now == [kept["A"].pk, kept["Secret"].pk, kept["B"].pk]
    elsewhere = article("Elsewhere", audience="agents")
    page = lead.post(address("order_articles", one.pk), {"order": [elsewhere.pk, kept["A"].pk]}, follow=True)
    assert "have changed meanwhile" in page.content.decode()


def test_articles_without_a_category_are_ordered_too_and_an_order_is_taken_back(on, shelf, article):
    a, b, c = (article(title) for title in ("A", "B", "C"))
    inside = article("Inside")
    move_article(actor=SYSTEM, article=inside, shelf=shelf("One"))
    lead = on.client("priya")

    def loose() -> list[int]:
        return list(Article.objects.within(on.it).filter(shelf=None).values_list("pk", flat=True))

    assert address("loose") in lead.get(address("shelves")).content.decode()
    page = lead.get(address("loose")).content.decode()
    assert f'id="article-{a.pk}"' in page
    assert f'id="article-{inside.pk}"' not in page
    toast = lead.post(address("order_loose"), {"step": f"{c.pk}:up"}, follow=True).content.decode()
    assert loose() == [a.pk, c.pk, b.pk]
    undo = f"{address('order_loose')}?order={b.pk}&order={c.pk}&page=1"
    assert undo.replace("&", "&amp;") in toast
    lead.post(undo)
    assert loose() == [a.pk, b.pk, c.pk]
    assert (
        lead.post(
            address("order_loose"), {"order": [c.pk, a.pk, b.pk]}, headers={"accept": "application/json"}
        ).status_code
        == 204
    )
    assert loose() == [c.pk, a.pk, b.pk]
    on_portal = on.client("oliver").get(reverse("knowledge:help_home", args=["it"])).content.decode()
    shown = on_portal.rindex('id="loose"')
    assert on_portal.index(">C<", shown) < on_portal.index(">A<", shown) < on_portal.index(">B<", shown)
    lead.post(address("order_loose"), {"order": [inside.pk, a.pk]})
    assert loose() == [c.pk, a.pk, b.pk]
    assert on.client("jana").post(address("order_loose"), {"step": f"{c.pk}:down"}).status_code == 403


def test_many_categories_are_one_page_with_few_questions_and_can_be_looked_for(
    on, shelf, django_assert_max_num_queries
):
    rows = [
        Shelf(desk=on.it, name=f"Category {number}", slug=f"c-{number}", position=number, created_at=clock.now())
        for number in range(300)
    ]
    made = Shelf.objects.within(on.it).bulk_create(rows)
    inner = shelf("Inner one", made[7])
    lead = on.client("priya")
    lead.get(address("shelves"))
    with django_assert_max_num_queries(24):
        page = lead.get(address("shelves")).content.decode()
    assert '<details class="border-t border-line pl-4 sm:pl-7">' in page
    at = lead.get(f"{address('shelves')}?at={inner.pk}").content.decode()
    assert '<details class="border-t border-line pl-4 sm:pl-7" open>' in at
    found = lead.get(f"{address('shelves')}?q=inner").content.decode()
    assert "Category 7" in found
    assert "Category 8<" not in found


def test_agents_and_other_desks_arrange_nothing(on, shelf):
    one = shelf("One")
    assert on.client("jana").get(address("shelves")).status_code == 403
    assert on.client("hanna").get(address("shelf", one.pk)).status_code == 404
    other = shelf("Of the other desk", desk=on.hr)
    assert on.client("priya").get(address("shelf", other.pk)).status_code == 404
    typed = {"shelf": one.pk, "parent": other.pk}
    assert on.client("priya").post(address("move_shelf"), typed).status_code == 404


def test_an_article_is_begun_from_a_template(on):
    lead = on.client("priya")
    typed = {"name": "Known error", "resolution": "Until it is **mended**:", "body_format": "markdown"}
    assert lead.post(address("new_template"), typed).status_code == 302
    made = Template.objects.within(on.it).get()
    assert "<strong>mended</strong>" in made.resolution
    page = on.client("jana").get(address("new")).content.decode()
    assert f"?template={made.pk}" in page
    begun = on.client("jana").get(f"{address('new')}?template={made.pk}").content.decode()
    assert "&lt;strong&gt;mended" in begun


def test_a_template_without_words_or_with_a_name_that_is_taken_is_refused(on):
    lead = on.client("priya")
    typed = {"name": "How to", "resolution": "Steps", "body_format": "markdown"}
    lead.post(address("new_template"), typed)
    again = lead.post(address("new_template"), typed)
    assert again.status_code == 422
    assert "Another template has this name." in again.content.decode()
    empty = lead.post(address("new_template"), {"name": "Empty", "resolution": "<script>x</script>"})
    assert "at least one of the parts" in empty.content.decode()
    assert Template.objects.within(on.it).count() == 1


def test_templates_are_ordered_deleted_and_taken_out_again_for_a_while(on):
    lead = on.client("priya")
    for name in ("One", "Two", "Three"):
        lead.post(address("new_template"), {"name": name, "resolution": name, "body_format": "markdown"})
    named = {row.name: row for row in Template.objects.within(on.it)}
    lead.post(address("arrange_templates"), {"step": f"{named['Three'].pk}:up"})
    assert [row.name for row in Template.objects.within(on.it)] == ["One", "Three", "Two"]
    lead.post(address("delete_template", named["One"].pk))
    assert "?template=" + str(named["One"].pk) not in on.client("jana").get(address("new")).content.decode()
    assert lead.get(address("template", named["One"].pk)).status_code == 404
    lead.post(address("restore_template", named["One"].pk))
    assert [row.name for row in Template.objects.within(on.it).offered()] == ["Three", "Two", "One"]
    lead.post(address("delete_template", named["Two"].pk))
    with clock.frozen(clock.now() + KEEP_TEMPLATES + timedelta(days=1)):
        forget_templates()
    assert [row.name for row in Template.objects.within(on.it)] == ["Three", "One"]
    told = Event.objects.filter(code__startswith="knowledge_template.").values_list("code", flat=True)
    assert {one.partition(".")[2] for one in told} == {"created", "edited", "deleted", "restored"}
