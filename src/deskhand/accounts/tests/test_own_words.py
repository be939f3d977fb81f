"""A desk calls its things by its own words: what is said, where, and to whom."""

import html
import re

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from deskhand.accounts.actions import call_things
from deskhand.accounts.models import Desk
from deskhand.kernel import own_words
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.models import Event
from deskhand.mail import letters

pytestmark = pytest.mark.postgres

CASES = {"en": {"ticket": {"choice": "case"}}, "de": {"ticket": {"choice": "case"}}}


def called(cast, words=CASES, desk=None):
    call_things(actor=SYSTEM, desk=desk or cast.it, words=words)


def test_pages_of_the_desk_say_the_new_word_and_those_of_others_the_usual_one(cast, client):
    called(cast)
    client.force_login(cast.jana)
    assert "New case" in client.get("/agent/it/tickets/").content.decode()
    client.force_login(cast.hanna)
    assert "New case" not in client.get("/agent/hr/tickets/").content.decode()


def test_a_page_of_several_desks_keeps_the_usual_words(cast, client):
    called(cast)
    client.force_login(cast.jana)
    page = client.get("/agent/notifications/").content.decode()
    assert "case" not in page.lower().split("</nav>")[0]


def test_a_sentence_is_said_in_the_words_of_the_page_before_its_values_are_put_in(cast):
    called(cast)
    with own_words.of_desk(cast.it.pk), translation.override("en"):
        assert gettext("Ticket %(number)s") % {"number": "ticket"} == "Case ticket"
        assert ngettext("%(num)s ticket", "%(num)s tickets", 2) % {"num": 2} == "2 cases"
        assert pgettext("nobody translates this", "a ticket") == "a case"
    with own_words.of_desk(cast.it.pk), translation.override("de"):
        assert gettext("Ticket %(number)s") == "Fall %(number)s"
    with own_words.of_desk(cast.hr.pk), translation.override("en"):
        assert gettext("Ticket %(number)s") == "Ticket %(number)s"


def test_outside_of_a_page_nothing_changes(cast):
    called(cast)
    own_words.speak(cast.it.pk)
    assert gettext("New ticket") == "New ticket"


def test_a_page_stays_with_the_first_desk_that_it_names(cast):
    called(cast)
    with own_words.page():
        own_words.speak(cast.hr.pk)
        own_words.speak(cast.it.pk)
        assert gettext("New ticket") == "New ticket"
    with own_words.page():
        own_words.speak(cast.it.pk)
        own_words.speak(cast.hr.pk)
        assert gettext("New ticket") == "New case"


def test_a_ticket_page_its_history_and_its_letters_say_the_new_word(cast, client):
    ticket = cast.ticket()
    called(cast)
    client.force_login(cast.jana)
    page = client.get(reverse("tickets:ticket", args=[ticket.number])).content.decode()
    seen = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert re.search(r"\bcases?\b", seen, re.IGNORECASE)
    assert not re.search(r"\btickets?\b(?![:/])", seen, re.IGNORECASE), seen
    with own_words.of_desk(cast.it.pk):
        subject, body = letters.words_of("assigned_to_me", cast.it, "en")
    assert "case" in f"{subject} {body}" and "ticket" not in body.replace("{", "")


def test_requesters_read_the_words_of_the_desk_on_its_pages_and_the_usual_ones_on_their_list(cast, client):
    ticket = cast.ticket()
    called(cast, {"en": {"request": {"choice": "matter"}}})
    client.force_login(cast.mara)
    page = client.get(reverse("portal:request", args=[ticket.number])).content.decode()
    assert f"Matter {ticket.number}" in page
    assert "My requests" in page and "New request" in page and "My matters" not in page, "they list several desks"
    assert "My requests" in client.get(reverse("portal:requests")).content.decode()


def test_what_is_kept_of_pages_is_not_shown_in_the_words_of_another_desk(cast, client):
    called(cast)
    called(cast, {"en": {"ticket": {"choice": "matter"}}}, desk=cast.hr)
    client.force_login(cast.lena)
    first = client.get("/agent/it/tickets/").content.decode()
    client.force_login(cast.hanna)
    second = client.get("/agent/hr/tickets/").content.decode()
    assert "New case" in first and "New matter" in second
    assert "matter" not in first.lower() and "New case" not in second


def test_the_palette_speaks_as_the_page_from_which_it_is_opened(cast, client):
    called(cast)
    client.force_login(cast.jana)
    told = client.get("/agent/palette?desk=it").content.decode()
    assert "case" in told and "New ticket" not in told


def test_the_settings_show_how_it_sounds_before_it_is_kept(cast, client):
    client.force_login(cast.lena)
    page = "/agent/settings/it/words/"
    assert "The ticket has changed meanwhile." in client.get(page).content.decode()
    wanted = {"en_ticket": "case", "de_desk": "department"}
    heard = client.post(page, {**wanted, "preview": "yes"}).content.decode()
    assert "The case has changed meanwhile." in heard and "Diese Abteilung nimmt" in heard
    assert Desk.objects.get(pk=cast.it.pk).words == {}

    assert client.post(page, wanted).status_code == 302
    assert Desk.objects.get(pk=cast.it.pk).words == {
        "en": {"ticket": {"choice": "case"}},
        "de": {"desk": {"choice": "department"}},
    }
    assert client.post(page, {"usual": "yes"}).status_code == 302
    assert Desk.objects.get(pk=cast.it.pk).words == {}


def test_a_word_of_ones_own_is_asked_for_whole(cast, client):
    client.force_login(cast.lena)
    page = "/agent/settings/it/words/"
    refused = client.post(page, {"de_ticket": "own", "de_ticket_singular": "Bitte"})
    assert refused.status_code == 422 and "Write one and several" in refused.content.decode()
    whole = {"de_ticket": "own", "de_ticket_singular": "Bitte", "de_ticket_plural": "Bitten", "de_ticket_gender": "f"}
    assert client.post(page, whole).status_code == 302
    assert client.get(page).content.decode().count("Die Bitte hat sich inzwischen") == 1


def test_asking_for_words_asks_the_database_nothing(cast, django_assert_num_queries):
    called(cast)
    own_words.mark_of(cast.it.pk)
    with django_assert_num_queries(0), own_words.of_desk(cast.it.pk):
        assert gettext("New ticket") == "New case"


def test_a_change_is_a_fact_with_the_words_and_nothing_for_nothing(cast):
    called(cast)
    called(cast)
    fact = Event.objects.get(code="desk.changed", desk_id=cast.it.pk).values
    assert fact["new"] == {"en_ticket": "case", "de_ticket": "case"} and fact["old"] == {
        "en_ticket": "",
        "de_ticket": "",
    }


def test_only_who_edits_the_desk_calls_its_things(cast):
    with pytest.raises(Denied):
        call_things(actor=cast.actor("jana"), desk=cast.it, words=CASES)


@pytest.mark.parametrize(
    "word",
    [
        {"choice": "nonsense"},
        {"choice": "own", "singular": "Kind", "plural": ""},
        {"choice": "own", "singular": "<b>", "plural": "b"},
        {"choice": "own", "singular": "x" * 31, "plural": "x"},
        {"choice": "own", "singular": "%(who)s", "plural": "x"},
        {"choice": "own", "singular": "Ding", "plural": "Dinge", "gender": "x"},
    ],
    ids=["unknown", "no plural", "markup", "long", "placeholder", "no article"],
)
def test_what_is_no_word_is_refused(cast, word):
    with pytest.raises(Invalid) as refused:
        called(cast, {"de": {"ticket": word}})
    assert "de.ticket" in refused.value.fields
    assert Desk.objects.get(pk=cast.it.pk).words == {}


def test_the_usual_word_chosen_is_none_of_ones_own(cast):
    called(cast, {"en": {"ticket": {"choice": ""}, "request": {"choice": "request"}}})
    assert Desk.objects.get(pk=cast.it.pk).words == {}


def test_a_change_of_the_words_is_taken_back_from_the_message(cast, client):
    client.force_login(cast.lena)
    page = "/agent/settings/it/words/"
    own = {"de_ticket": "own", "de_ticket_singular": "Akte", "de_ticket_plural": "Akten", "de_ticket_gender": "f"}
    client.post(page, own, follow=True)
    before = Desk.objects.get(pk=cast.it.pk).words
    told = client.post(page, {"en_ticket": "case"}, follow=True).content.decode()
    undo = html.unescape(re.search(r'action="([^"]+words/back/[^"]+)"', told).group(1))
    assert client.get(undo).status_code == 302 and Desk.objects.get(pk=cast.it.pk).words != before
    assert "The words are as they were." in client.post(undo, follow=True).content.decode()
    assert Desk.objects.get(pk=cast.it.pk).words == before
    again = client.post(page, own, follow=True).content.decode()
    assert "words/back/" not in again, "nothing has changed, so there is nothing to take back"
    client.force_login(cast.jana)
    assert client.post(undo).status_code == 403
