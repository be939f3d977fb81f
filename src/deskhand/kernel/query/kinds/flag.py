"""``is:open``, ``has:attachment``: words that each ask a question of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from deskhand.kernel.query.errors import QueryError, nearest
from deskhand.kernel.query.fields import MAX_SUGGESTIONS, Env, FieldSpec, Label, Suggestion, Test
from deskhand.kernel.query.kinds.logic import any_q, any_test
from deskhand.kernel.query.tokens import RawValue
from deskhand.kernel.query.tree import Term
from deskhand.kernel.query.values import Text, Value
from deskhand.kernel.words import fold


@dataclass(frozen=True, slots=True)
class Flag:
    """One such word. ``to_q`` and ``test`` ask the same, of the database and of one record."""

    code: str
    label: Label
    to_q: Callable[[Env], Q]
    test: Callable[[Any, Env], bool]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FlagField(FieldSpec):
    """All the flags behind one name."""

    kind: str = "flag"
    flags: tuple[Flag, ...]

    @property
    def example(self) -> str:
        """As in ``is:open``."""
        return f"{self.name}:{self.flags[0].code}"

    def having(self, *flags: Flag) -> FlagField:
        """The same with more flags, as modules add them."""
        return FlagField(name=self.name, title=self.title, aliases=self.aliases, flags=(*self.flags, *flags))

    def value(self, raw: RawValue) -> Value:
        """The flag's code, whichever name was written."""
        folded = fold(raw.text)
        for flag in self.flags:
            if folded in {fold(name) for name in (flag.code, str(flag.label), *flag.aliases)}:
                return Text(flag.code, raw.place)
        codes = [flag.code for flag in self.flags]
        raise QueryError(
            _("“{field}” knows no “{value}”. It can be: {codes}.").format(
                field=self.name, value=raw.text, codes=", ".join(codes)
            ),
            raw.place,
            nearest(raw.text, codes),
        )

    def to_q(self, term: Term, env: Env) -> Q:
        """Any of the flags."""
        return any_q(self._flag(value).to_q(env) for value in term.values)

    def to_test(self, term: Term, env: Env) -> Test:
        """Any of the flags."""
        return any_test(_bound(self._flag(value), env) for value in term.values)

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """By code or label."""
        folded = fold(prefix)
        found = [
            Suggestion(Text(flag.code).to_text(), flag.label)
            for flag in self.flags
            if fold(flag.code).startswith(folded) or fold(str(flag.label)).startswith(folded)
        ]
        return found[:MAX_SUGGESTIONS]

    def _flag(self, value: Value) -> Flag:
        for flag in self.flags:
            if isinstance(value, Text) and flag.code == value.text:
                return flag
        raise QueryError(_("“{field}” no longer knows “{value}”.").format(field=self.name, value=value.to_text()))


def _bound(flag: Flag, env: Env) -> Test:
    return lambda subject: flag.test(subject, env)
