"""The forms of German words by gender and case."""

from __future__ import annotations

import re
from dataclasses import dataclass

NOM, ACC, DAT, GEN = "nom", "acc", "dat", "gen"
CASES = (NOM, ACC, DAT, GEN)

ARTICLE = {
    "m": ("der", "den", "dem", "des"),
    "f": ("die", "die", "der", "der"),
    "n": ("das", "das", "dem", "des"),
}
"""The definite article by gender, for each of :data:`CASES`."""

LIKE_DIES = {
    "m": ("er", "en", "em", "es"),
    "f": ("e", "e", "er", "er"),
    "n": ("es", "es", "em", "es"),
}
"""Endings of dies-, jed-, jen-, welch-; and of adjectives without an article, but for the genitive."""

LIKE_EIN = {"m": ("", "en", "em", "es"), "f": ("e", "e", "er", "er"), "n": ("", "", "em", "es")}
"""Endings of ein, kein, mein, Ihr."""

WEAK = {"m": ("e", "en", "en", "en"), "f": ("e", "e", "en", "en"), "n": ("e", "e", "en", "en")}
MIXED = {"m": ("er", "en", "en", "en"), "f": ("e", "e", "en", "en"), "n": ("es", "es", "en", "en")}
STRONG = {"m": ("er", "en", "em", "en"), "f": ("e", "e", "er", "er"), "n": ("es", "es", "em", "en")}
"""Endings of an adjective after der, after ein, and without either."""

PRONOUN = {
    "m": ("er", "ihn", "ihm", "seiner"),
    "f": ("sie", "sie", "ihr", "ihrer"),
    "n": ("es", "es", "ihm", "seiner"),
}


@dataclass(frozen=True)
class Noun:
    """A noun with the forms that no rule gives. ``joint`` is how it begins a compound; empty: with a hyphen.
    ``oblique`` is its singular but for the nominative (Kunde, Kunden). ``stem`` makes it a person described by an
    adjective (``studierend``: die studierende Person, die Studierenden). ``is_inside``: one is *in* it, not *an* it."""

    singular: str
    plural: str
    gender: str
    genitive: str = ""
    dative_plural: str = ""
    joint: str = ""
    oblique: str = ""
    stem: str = ""
    is_inside: bool = False

    def form(self, case: str) -> str:
        """Its singular in that case."""
        if self.oblique and case != NOM:
            return self.oblique
        if case != GEN or self.gender == "f":
            return self.singular
        ending = "es" if re.search(r"(s|ß|x|z)$", self.singular) else "s"
        return self.genitive or self.singular + ending

    def many(self, case: str) -> str:
        """Its plural in that case."""
        if case != DAT:
            return self.plural
        return self.dative_plural or self.plural + ("n" if re.search(r"(e|el|er)$", self.plural) else "")

    def before(self, rest: str) -> str:
        """As the first part of a compound with ``rest`` ("nummer")."""
        return self.joint + rest if self.joint else f"{self.singular}-{rest.capitalize()}"
