"""What a desk calls its things: a ticket a case, a requester an employee.

The catalogue is written for the words of the house. Here are its nouns in each language, and the rules by which another
word takes their place in a translated sentence, before values are put into it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial

from deskhand.kernel import german_forms as forms
from deskhand.kernel import nouns_english as english
from deskhand.kernel import nouns_german as german

THINGS = ("ticket", "request", "requester", "desk")
"""What can be called otherwise. A ``request`` is a ticket as requesters read of it."""

LANGUAGES = ("en", "de")

_SOFT_HYPHEN = "\u00ad"

_ENGLISH = {
    "ticket": english.Noun("ticket", "tickets"),
    "request": english.Noun("request", "requests"),
    "requester": english.Noun("requester", "requesters"),
    "desk": english.Noun("desk", "desks"),
}


_OF_A_TICKET = tuple(
    (re.compile(pattern), case)
    for pattern, case in (
        (r"\b(?:Lesen|Öffnen|Ändern|Sehen|Senden) Sie (?P<it>es)\b", "acc"),
        (r"während Sie (?P<it>es)\b", "acc"),
        (r"\b(?P<it>es) zurückzugeben", "acc"),
        (r"ein Team (?P<it>es) bekam", "acc"),
        (r"(?:jetzt hat|solange) (?P<it>es) niemand", "acc"),
        (r"und löste (?P<it>es)\b", "acc"),
        (r"(?:bis|solange|nachdem|mit dem|in dem|deshalb ging|darum ging|bleibt) (?P<it>es)\b(?! niemand)", "nom"),
        (r"(?:was|wie) (?P<it>es) war", "nom"),
        (r"bekam, und (?P<it>es) geht", "nom"),
        (r"wieder; (?P<it>es) war", "nom"),
        (r"wird (?P<it>es) Ihnen", "nom"),
        (r"(?P<it>Es) erfährt nichts", "nom"),
        (r"wird (?P<it>ihm) gegeben", "dat"),
        (r"beobachte und für (?P<it>das) ich", "das:acc"),
        (r"oder eine[ms], (?P<it>das) ich", "das:acc"),
        (r"oder (?P<it>eines), d", "ein:nom"),
        (r"oder (?P<it>einem), d", "ein:dat"),
        (r"nur auf (?P<it>eines) desselben", "ein:acc"),
        (r"Ändern Sie (?P<it>jenes)", "jen:acc"),
        (r"wartet auf (?P<it>dieses):", "dies:acc"),
        (r"der (?P<it>seiner) Organisation", "sein:"),
        (r"sonst (?P<it>seines) Teams", "sein:"),
        (r"von (?P<it>seinem) Beginn", "sein:"),
        (r"zu (?P<it>seinem) Servicedesk", "sein:"),
        (r"(?P<it>Seine) Zeit ist um", "sein:"),
    )
)
"""Words for a ticket elsewhere in a sentence, and their case."""

_OF_A_REQUEST = tuple(
    (re.compile(pattern), case)
    for pattern, case in (
        (r"ist dies (?P<it>eine) neue, die", "ein-:nom"),
        (r"ist dies \w+ (?P<it>neue), die sie", "neu:nom"),
        (r"eröffnet (?P<it>eine) neue, die", "ein-:acc"),
        (r"eröffnet \w+ (?P<it>neue), die", "neu:acc"),
        (r"neue\w?, die (?P<it>sie) fortsetzt", "acc"),
        (r"neue\w?, (?P<it>die) (?:\w+ fortsetzt|mit)", "das:nom"),
        (r"(?:der|das) mit (?P<it>dieser) verknüpft", "dies:dat"),
        (r"zusammen mit (?P<it>einer) anderen", "ein:dat"),
    )
)
"""Words for a request elsewhere in a sentence, and their case."""

_OF_A_DESK = tuple(
    (re.compile(pattern), case)
    for pattern, case in (
        (r"(?:wer|nicht an) (?P<it>ihm) (?:schreiben|arbeitet)", "dat"),
        (r"der (?P<it>ihn) verwaltet", "acc"),
        (r"Wer (?P<it>ihn) verwaltet", "acc"),
        (r"Menschen an, die (?P<it>er) kennt", "nom"),
        (r"Bitten Sie (?P<it>seine) Leute", "sein:"),
        (r"wann (?P<it>seine) \w", "sein:"),
        (r"bei (?P<it>seinen) \w", "sein:"),
        (r"von wo (?P<it>seine) \w", "sein:"),
        (r"und (?P<it>seiner) Teams", "sein:"),
        (r"in (?P<it>seinem) Webformular", "sein:"),
        (r"und in (?P<it>seinen) E-Mails", "sein:"),
        (r"(?P<it>Jeder) ist für sich", "jed:nom"),
        (r"(?P<it>am) anderen(?=\.|$)", "am:"),
    )
)
"""Words for a desk elsewhere in a sentence, and their case."""

_GERMAN = {
    "ticket": german.Old("Ticket", "Tickets", "n", "Ticket", "folge|unter", _OF_A_TICKET),
    "request": german.Old("Anfrage", "Anfragen", "f", pronouns=_OF_A_REQUEST),
    "requester": german.Old("anfragenden? Person", "anfragende Personen", "f"),
    "desk": german.Old("Servicedesk", "Servicedesks", "m", "Servicedesk", pronouns=_OF_A_DESK),
}


class Renaming:
    """The words of one desk in one language, applied to sentences; each sentence is worked out once."""

    def __init__(self, language: str, nouns: Mapping[str, english.Noun | forms.Noun]) -> None:
        self._steps = [_step(language, thing, nouns[thing]) for thing in THINGS if thing in nouns]
        self.said = cache(self._said)

    def _said(self, text: str) -> str:
        for step in self._steps:
            text = step(text)
        return text


_NO_REQUEST = re.compile(r"Idempotency|[Ll]anguage model|Sprachmodell|a minute|je Minute|and answer$|und Antwort$")
"""Sentences about requests of programs."""


def _step(language: str, thing: str, noun: english.Noun | forms.Noun) -> Callable[[str], str]:
    if thing == "request":
        return partial(_requests, noun=noun)
    if isinstance(noun, english.Noun):
        beside = ("help", "service") if thing == "desk" else ()
        return partial(english.instead, old=_ENGLISH[thing], new=noun, not_after=beside)
    if thing == "requester":
        return partial(_requesters, new=noun)
    return partial(_german, old=_GERMAN[thing], new=noun)


def _requests(text: str, noun: english.Noun | forms.Noun) -> str:
    if _NO_REQUEST.search(text):
        return text
    if isinstance(noun, english.Noun):
        return english.instead(text, _ENGLISH["request"], noun, not_after=("service",), not_before="forms?")
    return _german(text.replace("Anfrage stellen", "Anfrage eröffnen"), _GERMAN["request"], noun)


def _german(text: str, old: german.Old, new: forms.Noun) -> str:
    return german.instead(text.replace(_SOFT_HYPHEN, ""), old, new)


def _requesters(text: str, new: forms.Noun) -> str:
    """Requesters are persons described by an adjective, in the catalogue: such a one only changes its stem."""
    if new.stem:
        text = re.sub(r"\banfragend(?=e[nrms]?\b)", new.stem.lower(), text)
        return re.sub(r"\bAnfragend(?=e[nrms]?\b)", new.stem[:1].upper() + new.stem[1:].lower(), text)
    if text == "Anfragende":  # The name of a field: it holds one.
        return new.form(forms.NOM)
    text = german.instead(text, _GERMAN["requester"], new)
    none = {"m": "keinen", "f": "keine", "n": "kein"}[new.gender]
    text = re.sub(r"\bkeinen Anfragenden\b", f"{none} {new.form(forms.ACC)}", text)
    text = re.sub(r"\b(die|Die) Anfragenden\b", rf"\1 {new.many(forms.NOM)}", text)
    text = re.sub(r"\bAnfragenden\b", new.many(forms.DAT), text)
    return re.sub(r"\bAnfragende\b", new.many(forms.NOM), text)
