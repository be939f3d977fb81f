"""What a ticket, a request, a requester and a desk can be called, in each language.

The German ones carry the forms that no rule gives. A free word is one of the desk's own, with its plural; a German one
says which article it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import german_forms as german
from deskhand.kernel import nouns_english as english
from deskhand.kernel.errors import Invalid
from deskhand.kernel.own_words import Voice
from deskhand.kernel.renaming import LANGUAGES, THINGS, Renaming

OWN_WORD_LIMIT = 30
"""Letters of a free word."""

OWN = "own"
"""The choice of a free word."""

GENDERS = {"m": "der", "f": "die", "n": "das"}
"""The article of a German word."""

_WORD = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")

_TICKETS_EN = {
    "case": english.Noun("case", "cases"),
    "request": english.Noun("request", "requests"),
    "work_order": english.Noun("work order", "work orders"),
    "matter": english.Noun("matter", "matters"),
}
_TICKETS_DE = {
    "case": german.Noun("Fall", "Fälle", "m", "Falles", "Fällen", "Fall"),
    "request": german.Noun("Anfrage", "Anfragen", "f", joint="Anfrage"),
    "work_order": german.Noun("Arbeitsauftrag", "Arbeitsaufträge", "m", joint="Arbeitsauftrags"),
    "matter": german.Noun("Angelegenheit", "Angelegenheiten", "f", joint="Angelegenheits"),
    "concern": german.Noun("Anliegen", "Anliegen", "n", joint="Anliegen"),
    "process": german.Noun("Vorgang", "Vorgänge", "m", joint="Vorgangs"),
}
_REQUESTERS_EN = {
    "customer": english.Noun("customer", "customers"),
    "employee": english.Noun("employee", "employees"),
    "student": english.Noun("student", "students"),
    "tenant": english.Noun("tenant", "tenants"),
    "citizen": english.Noun("citizen", "citizens"),
}
_REQUESTERS_DE = {
    "customer": german.Noun("Kunde", "Kunden", "m", "Kunden", "Kunden", oblique="Kunden"),
    "employee": german.Noun("beschäftigte Person", "Beschäftigte", "f", stem="Beschäftigt"),
    "student": german.Noun("studierende Person", "Studierende", "f", stem="Studierend"),
    "tenant": german.Noun("mietende Person", "Mietende", "f", stem="Mietend"),
    "citizen": german.Noun("Bürger", "Bürger", "m", dative_plural="Bürgern"),
}
_DESKS_EN = {
    "department": english.Noun("department", "departments"),
    "team": english.Noun("team", "teams"),
    "help_desk": english.Noun("help desk", "help desks"),
    "service_desk": english.Noun("service desk", "service desks"),
}
_DESKS_DE = {
    "department": german.Noun("Abteilung", "Abteilungen", "f", joint="Abteilungs", is_inside=True),
    "team": german.Noun("Team", "Teams", "n", dative_plural="Teams", joint="Team", is_inside=True),
    "help_desk": german.Noun("Helpdesk", "Helpdesks", "m", dative_plural="Helpdesks", joint="Helpdesk"),
}

CHOICES: Mapping[str, Mapping[str, Mapping[str, english.Noun | german.Noun]]] = {
    "en": {"ticket": _TICKETS_EN, "request": _TICKETS_EN, "requester": _REQUESTERS_EN, "desk": _DESKS_EN},
    "de": {"ticket": _TICKETS_DE, "request": _TICKETS_DE, "requester": _REQUESTERS_DE, "desk": _DESKS_DE},
}
"""The words to choose from: by language, thing and code. The usual word is none of them."""

USUAL = {
    "en": {"ticket": "ticket", "request": "request", "requester": "requester", "desk": "desk"},
    "de": {"ticket": "Ticket", "request": "Anfrage", "requester": "anfragende Person", "desk": "Servicedesk"},
}
"""What they are called otherwise."""


def checked(words: Any) -> dict[str, dict[str, dict[str, str]]]:
    """The words as they are kept. Raises Invalid with what is wrong, by ``<language>.<thing>``."""
    wrong: dict[str, str] = {}
    kept: dict[str, dict[str, dict[str, str]]] = {}
    for language, thing, given in _each(words):
        try:
            one = _checked(language, thing, given)
        except Invalid as refusal:
            wrong[f"{language}.{thing}"] = str(refusal)
            continue
        if one:
            kept.setdefault(language, {})[thing] = one
    if wrong:
        raise Invalid(_("These words cannot be taken."), wrong)
    return kept


def _each(words: Any) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    for language, things in words.items():
        for thing, given in things.items():
            if language not in LANGUAGES or thing not in THINGS:
                raise Invalid(_("These words cannot be taken."), {"words": _("There is no such thing to call.")})
            yield language, thing, given


def _checked(language: str, thing: str, given: Mapping[str, str]) -> dict[str, str]:
    choice = given.get("choice") or ""
    if not choice or (choice == thing and choice not in CHOICES[language][thing]):
        return {}
    if choice != OWN:
        if choice not in CHOICES[language][thing]:
            raise Invalid(_("One of: %(words)s.") % {"words": ", ".join([*CHOICES[language][thing], OWN])})
        return {} if choice == "request" and thing == "request" else {"choice": choice}
    found = {name: " ".join((given.get(name) or "").split()) for name in ("singular", "plural")}
    for one in found.values():
        if not _WORD.fullmatch(one) or len(one) > OWN_WORD_LIMIT:
            raise Invalid(_("Write one and several: letters, at most %(limit)s each.") % {"limit": OWN_WORD_LIMIT})
    if language != "de":
        return {"choice": OWN, **found}
    if given.get("gender") not in GENDERS:
        raise Invalid(_("Choose the article: der, die or das."))
    return {"choice": OWN, **found, "gender": str(given["gender"])}


def noun(language: str, thing: str, kept: Mapping[str, str]) -> english.Noun | german.Noun | None:
    """The noun of what is kept of a thing; None for the usual word."""
    if kept.get("choice") != OWN:
        return CHOICES[language][thing].get(kept.get("choice", ""))
    one, many = kept["singular"], kept["plural"]
    if language == "de":
        return german.Noun(one[:1].upper() + one[1:], many[:1].upper() + many[1:], kept["gender"])
    return english.Noun(one, many)


def voices() -> Iterable[Voice]:
    """How the desks speak that have words of their own. One query."""
    for pk, key, words in Desk.objects.exclude(words={}).order_by().values_list("pk", "key", "words"):
        yield voice(pk, key, words)


def voice(pk: int, key: str, words: Mapping[str, Any]) -> Voice:
    """How a desk of these words speaks."""
    by_language = {}
    for language, things in words.items():
        nouns = {thing: found for thing, kept in things.items() if (found := noun(language, thing, kept))}
        by_language[language] = Renaming(language, nouns)
    return Voice(pk, key, repr(sorted((one, sorted(more.items())) for one, more in words.items())), by_language)
