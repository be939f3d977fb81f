"""Facts of the module."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("catalog_item.edited", subject="item")
@dataclass(frozen=True, kw_only=True)
class ItemEdited(Fact):
    """An item of the catalog was made or changed, or its place in its life did. ``fields`` says which of it."""

    item: int
    fields: list[str]


@event("catalog_item.published", subject="item")
@dataclass(frozen=True, kw_only=True)
class ItemPublished(Fact):
    """A new version of an item's form and terms counts from now on. ``rolled_back`` is the number of the older version
    that it repeats, if it does."""

    item: int
    version: int
    number: int
    rolled_back: int | None = None


@event("catalog_item.entitled", subject="item")
@dataclass(frozen=True, kw_only=True)
class ItemEntitled(Fact):
    """Who may order an item was changed: so many lines now."""

    item: int
    allowed: int
    denied: int


@event("catalog_shelf.edited", subject="shelf")
@dataclass(frozen=True, kw_only=True)
class ShelfEdited(Fact):
    """A category of the catalog was made, changed or removed."""

    shelf: int
    fields: list[str]


@event("catalog_service.edited", subject="service")
@dataclass(frozen=True, kw_only=True)
class ProfileEdited(Fact):
    """What people read about a service was changed."""

    service: int
    fields: list[str]


@event("catalog_set.edited", subject="question_set")
@dataclass(frozen=True, kw_only=True)
class QuestionSetEdited(Fact):
    """A set of questions was made, changed or put away; ``number`` is the version that counts from now on, 0 before
    the first. ``fields`` says what of it: ``questions`` is a new version, ``draft`` what it shall ask next."""

    question_set: int
    number: int
    fields: list[str]


@event("ticket.item_ordered", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ItemOrdered(Fact):
    """An item was ordered; the ticket is its line. ``affected`` is for whom, if it is for somebody else."""

    ticket: int
    line: int
    item: int
    version: int
    quantity: int
    affected: int | None = None


@event("ticket.order_moved", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class LineMoved(Fact):
    """A line of an order stands elsewhere: ``old`` and ``state`` are codes of where. ``because`` says why:
    ``approved``, ``declined``, ``skipped`` (somebody let it go on without an approval), ``resolved``, ``plan``,
    ``requester``, ``agent``, ``moved`` (its ticket left the desk), ``returned`` (it came
    back), ``day`` or ``lines`` (what it waited for)."""

    ticket: int
    line: int
    old: str
    state: str
    because: str


@event("ticket.order_changed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class AnswersChanged(Fact):
    """What was answered, or how many are wanted, was changed after ordering. ``codes`` are those of the questions;
    ``is_material`` if who approved it approved something else."""

    ticket: int
    line: int
    codes: list[str]
    is_material: bool


@event("ticket.order_secrets_read", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class SecretsRead(Fact):
    """Somebody of the desk read the hidden answers of an order. ``codes`` are those of the questions."""

    ticket: int
    line: int
    codes: list[str]


@event("catalog_rules.edited", subject="desk")
@dataclass(frozen=True, kw_only=True)
class CatalogRulesEdited(Fact):
    """For whom people may order besides themselves was changed."""

    desk: int
    fields: list[str]


@event("catalog_regular.saved", subject="regular")
@dataclass(frozen=True, kw_only=True)
class RegularOrderSaved(Fact):
    """Somebody has an item ordered again and again, changed that, or let it go on."""

    regular: int
    item: int


@event("catalog_regular.stopped", subject="regular")
@dataclass(frozen=True, kw_only=True)
class RegularOrderStopped(Fact):
    """Who ordered something again and again does so no more: ``how`` is ``paused`` or ``stopped``."""

    regular: int
    item: int
    how: str


@event("catalog_regular.failed", subject="regular")
@dataclass(frozen=True, kw_only=True)
class RegularOrderFailed(Fact):
    """What was due could not be ordered. It is paused until who ordered it lets it go on."""

    regular: int
    item: int
