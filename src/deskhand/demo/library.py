"""The hand-written stories: what one file may say, checked while it is read.

A story is told in steps. Each step is at a distance in working time from the one before, is done by a part
("requester", "agent", "other_agent", "colleague" or the key of a person), may say something (a public reply, an
internal note, or the log of a call or visit) and may change fields of the ticket.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from deskhand.demo import hours, variation
from deskhand.demo.variation import Body, Phrase

Language = Literal["en", "de", "fr"]
Kind = Literal["incident", "request", "question"]
Priority = Literal["low", "normal", "high", "urgent"]
Channel = Literal["mail", "portal", "phone", "agent"]
MessageKind = Literal["reply", "note", "log"]
Category = Literal["new", "open", "on_hold", "resolved", "closed", "cancelled"]
Field = Literal["status", "assign", "priority", "team", "tag"]

STATUSES: Mapping[str, Category] = {
    "new": "new",
    "open": "open",
    "waiting_requester": "on_hold",
    "waiting_supplier": "on_hold",
    "waiting_approval": "on_hold",
    "scheduled": "on_hold",
    "resolved": "resolved",
    "closed": "closed",
    "cancelled": "cancelled",
}
"""Every status that a story may use, and the fixed category it belongs to."""

STAFF = frozenset({"agent", "other_agent"})
"""The parts that are played by agents of the desk."""


class StoryError(ValueError):
    """A story cannot be used; the message names the story and says what to mend."""


@dataclass(frozen=True, slots=True)
class File:
    """An attachment to be made: which drawing, under which name, with which words in it."""

    make: str
    name: Phrase
    says: tuple[Phrase, ...]
    cid: str


@dataclass(frozen=True, slots=True)
class Step:
    """One moment of a story."""

    after: float
    """Working minutes since the step before."""
    by: str
    kind: MessageKind | None
    """None when the step only changes fields."""
    body: Body | None
    files: tuple[File, ...]
    changes: tuple[tuple[Field, str], ...]
    cc: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """One request from its first word to its last."""

    key: str
    lang: Language
    kind: Kind
    priority: Priority
    team: str
    channel: Channel
    tags: tuple[str, ...]
    subject: tuple[Phrase, ...]
    """Equally good subjects, one of which a ticket gets."""
    requester: str
    """A person's key, or empty for anybody who writes the language."""
    orgs: tuple[str, ...]
    """The organizations it can happen at; empty means any."""
    affected: str
    """Whom it is about when that is not the requester: a part or a person's key."""
    agent: str
    """The agent who takes it; empty for anybody on the team."""
    lists: Mapping[str, tuple[Phrase, ...]]
    steps: tuple[Step, ...]
    is_once: bool
    """Told exactly once on a desk, as written."""
    fresh: float | None
    """For a story told once: working minutes between its last step and now."""
    is_spam: bool
    is_deleted: bool


def _choice(table: Mapping[str, Any], name: str, allowed: Any, default: str) -> Any:
    value = table.get(name, default)
    if value not in get_args(allowed):
        raise StoryError(f"{name} is {value!r}; use one of {', '.join(get_args(allowed))}")
    return value


def _phrases(value: str | list[str]) -> tuple[Phrase, ...]:
    return tuple(variation.parse(text) for text in ([value] if isinstance(value, str) else value))


def _file(table: Mapping[str, Any]) -> File:
    return File(table["make"], variation.parse(table["name"]), _phrases(table.get("says", [])), table.get("cid", ""))


_STEP_KEYS = {"after", "by", "body", "note", "log", "files", "cc", "why", *get_args(Field)}
_STORY_KEYS = {
    "key", "lang", "kind", "priority", "team", "channel", "tags", "subject", "requester", "orgs", "affected", "agent",
    "vars", "step", "once", "fresh", "spam", "deleted",
}  # fmt: skip


def _refuse_unknown(table: Mapping[str, Any], allowed: set[str]) -> None:
    if unknown := set(table) - allowed:
        raise StoryError(f"unknown key {', '.join(sorted(unknown))}; known are {', '.join(sorted(allowed))}")


def _step(table: Mapping[str, Any]) -> Step:
    _refuse_unknown(table, _STEP_KEYS)
    words: list[tuple[MessageKind, str]] = [("reply", "body"), ("note", "note"), ("log", "log")]
    said = [(kind, table[key]) for kind, key in words if key in table]
    if len(said) > 1:
        raise StoryError("a step says one thing: body, note or log")
    changes = tuple((field, value) for field in get_args(Field) if field in table for value in _values(table[field]))
    for field, value in changes:
        if field == "status" and value not in STATUSES:
            raise StoryError(f"status {value!r} does not exist; use one of {', '.join(STATUSES)}")
    return Step(
        after=hours.minutes(table.get("after", "0m")),
        by=table["by"],
        kind=said[0][0] if said else None,
        body=variation.compile_body(said[0][1]) if said else None,
        files=tuple(_file(f) for f in table.get("files", [])),
        changes=changes,
        cc=tuple(table.get("cc", [])),
        why=table.get("why", ""),
    )


def _values(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def read_story(table: Mapping[str, Any]) -> Story:
    """The story in one TOML table; raises StoryError with the story's key and what is wrong."""
    try:
        return _story(table)
    except (StoryError, KeyError, ValueError) as error:
        raise StoryError(f"story {table.get('key', '?')}: {error}") from error


def _story(table: Mapping[str, Any]) -> Story:
    _refuse_unknown(table, _STORY_KEYS)
    steps = tuple(_step(step) for step in table["step"])
    if not steps or steps[0].body is None:
        raise StoryError("the first step has to say what it is about")
    return Story(
        key=table["key"],
        lang=_choice(table, "lang", Language, "en"),
        kind=_choice(table, "kind", Kind, "incident"),
        priority=_choice(table, "priority", Priority, "normal"),
        team=table.get("team", "service"),
        channel=_choice(table, "channel", Channel, "mail"),
        tags=tuple(table.get("tags", [])),
        subject=_phrases(table["subject"]),
        requester=table.get("requester", ""),
        orgs=tuple(table.get("orgs", [])),
        affected=table.get("affected", ""),
        agent=table.get("agent", ""),
        lists={name: _phrases(entries) for name, entries in table.get("vars", {}).items()},
        steps=steps,
        is_once=table.get("once", False),
        fresh=hours.minutes(table["fresh"]) if "fresh" in table else None,
        is_spam=table.get("spam", False),
        is_deleted=table.get("deleted", False),
    )


def _tables() -> Iterator[Mapping[str, Any]]:
    folder = resources.files("deskhand.demo") / "content" / "stories"
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".toml"):
            yield from tomllib.loads(path.read_text(encoding="utf-8"))["story"]


@cache
def load() -> tuple[Story, ...]:
    """Every story, in the order of the files; raises StoryError for the first that cannot be used."""
    stories = tuple(read_story(table) for table in _tables())
    if len({story.key for story in stories}) != len(stories):
        keys = [story.key for story in stories]
        raise StoryError(f"two stories share a key: {', '.join(sorted({k for k in keys if keys.count(k) > 1}))}")
    return stories
