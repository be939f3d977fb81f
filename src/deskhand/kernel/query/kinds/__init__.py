"""The kinds of fields: choices, flags, references to people, teams and tags, instants, numbers, text."""

from deskhand.kernel.query.kinds.choice import Choice, ChoiceField
from deskhand.kernel.query.kinds.flag import Flag, FlagField
from deskhand.kernel.query.kinds.instant import InstantField
from deskhand.kernel.query.kinds.number import NumberField
from deskhand.kernel.query.kinds.reference import ManyField, ReferenceField
from deskhand.kernel.query.kinds.text import TextField

__all__ = [
    "Choice",
    "ChoiceField",
    "Flag",
    "FlagField",
    "InstantField",
    "ManyField",
    "NumberField",
    "ReferenceField",
    "TextField",
]
