"""What a desk calls its things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.word_choices import CHOICES, GENDERS, OWN, OWN_WORD_LIMIT, USUAL
from deskhand.kernel.renaming import LANGUAGES, THINGS

LANGUAGE_NAMES = {"en": gettext_lazy("English"), "de": gettext_lazy("German")}

TITLES = {
    "ticket": gettext_lazy("What agents work on"),
    "request": gettext_lazy("The same, as those who ask for help read of it"),
    "requester": gettext_lazy("Who asks for help"),
    "desk": gettext_lazy("Where they ask"),
}


def labels() -> dict[str, Any]:
    """What the history calls each of the words."""
    return {f"{language}_{thing}": TITLES[thing] for language in LANGUAGES for thing in THINGS}


class WordsForm(forms.Form):
    """A choice for each thing in each language, with room for a word of one's own."""

    narrows = True
    """Every field has an answer already: none is called optional."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            for thing in THINGS:
                self._add(language, thing)

    def _add(self, language: str, thing: str) -> None:
        name = f"{language}_{thing}"
        nouns = [(code, noun.singular) for code, noun in CHOICES[language][thing].items()]
        nouns = [one for one in nouns if one[1] != USUAL[language][thing]]
        self.fields[name] = forms.ChoiceField(
            label=LANGUAGE_NAMES[language],
            required=False,
            choices=[("", USUAL[language][thing]), *nouns, (OWN, gettext_lazy("a word of your own"))],
        )
        for part, label in (("singular", gettext_lazy("One")), ("plural", gettext_lazy("Several"))):
            self.fields[f"{name}_{part}"] = forms.CharField(label=label, required=False, max_length=OWN_WORD_LIMIT)
        if language == "de":
            self.fields[f"{name}_gender"] = forms.ChoiceField(
                label=gettext_lazy("Article"), required=False, choices=[("", "–"), *GENDERS.items()]
            )

    def words(self) -> dict[str, dict[str, dict[str, str]]]:
        """What was chosen, as the action takes it."""
        found: dict[str, dict[str, dict[str, str]]] = {}
        for language in LANGUAGES:
            for thing in THINGS:
                name = f"{language}_{thing}"
                parts = ("singular", "plural", "gender")
                given = {part: self.cleaned_data.get(f"{name}_{part}", "") for part in parts}
                found.setdefault(language, {})[thing] = {"choice": self.cleaned_data[name], **given}
        return found

    def refuse(self, fields: Mapping[str, str]) -> None:
        """Put what the action says of a word beside it."""
        for name, words in fields.items():
            field = name.replace(".", "_")
            self.add_error(field if field in self.fields else None, words)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The things in their order, each with its fields by language."""
        for thing in THINGS:
            yield {
                "thing": thing,
                "title": TITLES[thing],
                "languages": [self._row(language, thing) for language in LANGUAGES],
            }

    def _row(self, language: str, thing: str) -> dict[str, Any]:
        name = f"{language}_{thing}"
        more = [self[one] for one in (f"{name}_singular", f"{name}_plural", f"{name}_gender") if one in self.fields]
        return {"choice": self[name], "more": more, "is_own": self[name].value() == OWN, "lang": language}

    @classmethod
    def of(cls, words: Mapping[str, Mapping[str, Mapping[str, str]]]) -> WordsForm:
        """The form with what is so now."""
        initial = {}
        for language, things in words.items():
            for thing, kept in things.items():
                name = f"{language}_{thing}"
                initial[name] = kept["choice"]
                initial |= {f"{name}_{part}": value for part, value in kept.items() if part != "choice"}
        return cls(initial=initial)


def sentences() -> list[str]:
    """Sentences of the product in today's language and words: one for each thing."""
    return [
        _("The ticket has changed meanwhile. Look at it again, then repeat your change."),
        _("Your request has arrived. We answer here and by mail."),
        _("Only the requester and the people in copy can do this."),
        _("This desk takes requests from people it knows. Sign in first: we mail you a link."),
    ]
