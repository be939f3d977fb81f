"""Every sentence of the catalogue with another noun in it: whole, in order, and in right grammar."""

import re
from collections import Counter
from functools import cache

import pytest
from django.utils.translation import trans_real

from deskhand.accounts.word_choices import CHOICES
from deskhand.kernel import german_forms as german
from deskhand.kernel import nouns_english as english
from deskhand.kernel.renaming import Renaming

HELD = re.compile(r"%\(\w+\)[sd]|\{[\w.]+\}|<[^>]+>|%%")
DOUBLED = re.compile(r"\b(\w{2,}) \1\b", re.IGNORECASE)


@cache
def sentences(language):
    catalogue: dict[str | tuple[str, int], str] = vars(trans_real.translation("de"))["_catalog"]
    found = set()
    for msgid, said in catalogue.items():
        one = msgid[0] if isinstance(msgid, tuple) else msgid
        found.add(one.rpartition("\x04")[2] if language == "en" else said)
    return sorted(one for one in found if one and "Content-Type" not in one)


def words_of(language, thing, code):
    return Renaming(language, {thing: CHOICES[language][thing][code]})


ALL = [
    (language, thing, code) for language in CHOICES for thing in CHOICES[language] for code in CHOICES[language][thing]
]


@pytest.mark.parametrize(("language", "thing", "code"), ALL, ids=[" ".join(one) for one in ALL])
def test_no_sentence_loses_a_value_or_says_a_word_twice(language, thing, code):
    renaming = words_of(language, thing, code)
    changed = [(one, renaming.said(one)) for one in sentences(language)]
    for before, after in changed:
        assert Counter(HELD.findall(before)) == Counter(HELD.findall(after)), (before, after)
        new = {word.lower() for word in DOUBLED.findall(after)} - {word.lower() for word in DOUBLED.findall(before)}
        assert not new - {"die", "der", "das", "den", "sie", "einer"}, (before, after)
        assert "  " not in after or "  " in before, (before, after)


GONE = {
    "en": {
        "ticket": r"(?<![\w.#/(-])[Tt]ickets?\b(?![:./]\w|-)",
        "requester": r"(?<![{(\w])[Rr]equesters?\b(?![.:]\w)",
    },
    "de": {
        "ticket": r"(?<![#\w])Tickets?\b",
        "requester": r"[Aa]nfragenden? Person|Anfragende",
        "desk": r"Servicedesk",
    },
}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("thing", ["ticket", "requester", "desk"])
def test_the_old_word_is_gone_from_every_sentence(language, thing):
    if thing not in GONE[language]:
        return
    code = {"ticket": "case", "requester": "customer", "desk": "department"}[thing]
    renaming = words_of(language, thing, code)
    left = [one for one in map(renaming.said, sentences(language)) if re.search(GONE[language][thing], one)]
    assert not left


@pytest.mark.parametrize(
    ("word", "before", "after"),
    [
        ("case", "A ticket of yours", "A case of yours"),
        ("employee", "a requester’s ticket", "an employee’s ticket"),
        ("order", "An answer, a request and requests", "An answer, an order and orders"),
        ("unit", "A desk", "A unit"),
        ("case", "Ticket %(ticket)s is:open ticket.number {ticket.number} /tickets", None),
        ("case", "TICKETS", "CASES"),
    ],
    ids=["a", "an before a vowel", "an order", "a before a sound", "code words", "capitals"],
)
def test_english_keeps_its_articles_and_its_code_words(word, before, after):
    things = {"case": "ticket", "employee": "requester", "order": "request", "unit": "desk"}
    said = Renaming("en", {things[word]: english.Noun(word, f"{word}s")}).said(before)
    assert said == (after or "Case %(ticket)s is:open ticket.number {ticket.number} /tickets")


def test_a_service_request_and_a_request_form_are_something_else():
    renaming = Renaming("en", {"request": english.Noun("case", "cases")})
    assert renaming.said("Service request") == "Service request"
    assert renaming.said("Request form") == "Request form"
    assert renaming.said("New request") == "New case"


GOLDEN = [
    ("ticket", "case", "Das Ticket wurde gelöscht.", "Der Fall wurde gelöscht."),
    ("ticket", "case", "%(who)s löschte das Ticket", "%(who)s löschte den Fall"),
    ("ticket", "case", "Dieses Ticket dürfen Sie lesen", "Diesen Fall dürfen Sie lesen"),
    ("ticket", "case", "Ein Ticket, das sich weigert", "Ein Fall, der sich weigert"),
    ("ticket", "case", "auf ein Ticket, das ich beobachte", "auf einen Fall, den ich beobachte"),
    ("ticket", "case", "bei solchen Tickets", "bei solchen Fällen"),
    ("ticket", "case", "des neuen Tickets", "des neuen Falles"),
    ("ticket", "case", "Alle wiederkehrenden Tickets", "Alle wiederkehrenden Fälle"),
    ("ticket", "case", "Ticketnummer", "Fallnummer"),
    ("ticket", "case", "Zum Folgeticket machen", "Zum Folgefall machen"),
    ("ticket", "matter", "Zum Ticket hinzugefügt", "Zur Angelegenheit hinzugefügt"),
    ("ticket", "matter", "Am Ticket %(number)s", "An der Angelegenheit %(number)s"),
    (
        "ticket",
        "matter",
        "Dieses Ticket ist zu Ende. Öffnen Sie es wieder",
        "Diese Angelegenheit ist zu Ende. Öffnen Sie sie wieder",
    ),
    ("ticket", "concern", "Neues Ticket", "Neues Anliegen"),
    ("request", "case", "Ihre Anfrage ist angekommen", "Ihr Fall ist angekommen"),
    ("request", "case", "Ihren Link zu Ihrer Anfrage", "Ihren Link zu Ihrem Fall"),
    ("request", "concern", "Eine neue Anfrage schreiben", "Ein neues Anliegen schreiben"),
    ("requester", "employee", "Die anfragende Person liest das", "Die beschäftigte Person liest das"),
    ("requester", "employee", "Anfragende lesen das", "Beschäftigte lesen das"),
    ("requester", "customer", "Anfragende Person", "Kunde"),
    ("requester", "customer", "Anfragende", "Kunde"),
    ("requester", "customer", "Antwort an die anfragende Person", "Antwort an den Kunden"),
    ("requester", "customer", "die Organisation der anfragenden Person", "die Organisation des Kunden"),
    ("requester", "citizen", "Vorher schrieb die anfragende Person.", "Vorher schrieb der Bürger."),
    ("requester", "citizen", "Zusagen gegenüber Anfragenden", "Zusagen gegenüber Bürgern"),
    ("desk", "department", "Rollen am Servicedesk", "Rollen in der Abteilung"),
    ("desk", "department", "an einem anderen Servicedesk", "in einer anderen Abteilung"),
    ("desk", "department", "Der Service\u00addesk kennt ihn", "Die Abteilung kennt ihn"),
    ("desk", "team", "Kalender des Servicedesks", "Kalender des Teams"),
]


@pytest.mark.parametrize(("thing", "code", "before", "after"), GOLDEN, ids=[f"{one[1]}: {one[3]}" for one in GOLDEN])
def test_german_sentences_stay_german(thing, code, before, after):
    assert words_of("de", thing, code).said(before) == after


def test_a_free_german_word_brings_its_article_and_its_endings():
    renaming = Renaming("de", {"ticket": german.Noun("Kundenanliegen", "Kundenanliegen", "n")})
    assert renaming.said("Das Ticket %(number)s") == "Das Kundenanliegen %(number)s"
    assert renaming.said("Verlauf des Tickets") == "Verlauf des Kundenanliegens"
    assert renaming.said("Ticketnummer") == "Kundenanliegen-Nummer"
    feminine = Renaming("de", {"ticket": german.Noun("Bitte", "Bitten", "f")})
    assert feminine.said("Kein Ticket passt zu diesem Ticket") == "Keine Bitte passt zu dieser Bitte"


def test_a_sentence_is_worked_out_once():
    renaming = Renaming("en", {"ticket": english.Noun("case", "cases")})
    assert renaming.said("New ticket") is renaming.said("New ticket")
