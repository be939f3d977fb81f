"""What a desk calls its things, as programs send and read it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from deskhand.accounts.word_choices import OWN_WORD_LIMIT
from deskhand.api.schemas import Input, Text

_Word = Annotated[Text, Field(max_length=OWN_WORD_LIMIT)]


class Called(Input):
    """A word for one thing: one that is offered, or ``own`` with both forms."""

    choice: Annotated[
        Text, Field(max_length=20, description="`case`, `customer`, `department` and so on; `own` for a free word.")
    ]
    singular: _Word = ""
    plural: _Word = ""
    gender: Annotated[Literal["", "m", "f", "n"], Field(description="Of a free German word: der, die, das.")] = ""


Calls = Annotated[
    dict[Literal["en", "de"], dict[Literal["ticket", "request", "requester", "desk"], Called]],
    Field(description="What the desk calls its things on its screens, by language. All of them; empty: the usual."),
]


def as_words(calls: Any) -> dict[str, dict[str, dict[str, str]]]:
    """As the action takes it."""
    return {language: {thing: dict(one) for thing, one in things.items()} for language, things in calls.items()}
