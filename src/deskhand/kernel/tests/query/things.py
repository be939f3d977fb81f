"""A small table to ask questions of, and its fields: one of each kind."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.test.utils import isolate_apps

from deskhand.kernel.query import (
    Choice,
    ChoiceField,
    Clause,
    Env,
    Fields,
    Flag,
    FlagField,
    InstantField,
    ManyField,
    NumberField,
    ReferenceField,
    Suggestion,
    TextField,
)
from deskhand.kernel.query.clause import WordText

PEOPLE = {"anna@it.example": 1, "bob@it.example": 2, "Carla Ünal": 3}
OPEN = ("new", "open")
TAGS = {"spam": 1, "big fish": 2, "none": 3}

with isolate_apps("deskhand.kernel"):

    class Thing(models.Model):
        title = models.CharField(max_length=200)
        status = models.CharField(max_length=20)
        priority = models.IntegerField()
        mood = models.CharField(max_length=20, null=True)
        owner = models.IntegerField(null=True)
        size = models.IntegerField(null=True)
        created_at = models.DateTimeField()
        closed_at = models.DateTimeField(null=True)
        objects: models.Manager[Thing] = models.Manager()

        class Meta:
            app_label = "kernel"

        def tag_ids(self) -> list[int]:
            return list(Link.objects.filter(thing=self.pk).values_list("tag", flat=True))

    class Link(models.Model):
        thing = models.IntegerField()
        tag = models.IntegerField()
        objects: models.Manager[Link] = models.Manager()

        class Meta:
            app_label = "kernel"


def find_person(text: str, env: Env) -> Collection[int]:
    return [PEOPLE[text]] if text in PEOPLE else []


def suggest_person(text: str, env: Env) -> Sequence[Suggestion]:
    return [Suggestion(name, name.title()) for name in PEOPLE if name.startswith(text)]


def find_tag(text: str, env: Env) -> Collection[int]:
    return [TAGS[text]] if text in TAGS else []


def ask_titles(clause: Clause, env: Env) -> Q:
    """What an index would answer."""
    found = [thing.pk for thing in Thing.objects.all() if clause.matches(WordText.of([thing.title]))]
    return Q(pk__in=found)


def read_title(thing: Thing, env: Env) -> WordText:
    return WordText.of([thing.title])


TITLE = TextField(name="title", title="Title", ask=ask_titles, read=read_title)

FIELDS = Fields(
    [
        FlagField(
            name="is",
            title="Is",
            flags=(
                Flag("open", "Open", lambda env: Q(status__in=OPEN), lambda t, env: t.status in OPEN),
                Flag("mine", "Mine", lambda env: Q(owner=env.me), lambda t, env: t.owner == env.me),
            ),
        ),
        ChoiceField(
            name="status",
            title="Status",
            column="status",
            read=lambda t: t.status,
            choices=(
                Choice("new", "New", aliases=("neu",)),
                Choice("open", "Open"),
                Choice("hold", "On hold"),
                Choice("done", "Done", stored=("resolved", "closed")),
            ),
        ),
        ChoiceField(
            name="priority",
            title="Priority",
            aliases=("prio",),
            column="priority",
            read=lambda t: t.priority,
            is_ordered=True,
            choices=(
                Choice("low", "Low", stored=(10,)),
                Choice("normal", "Normal", stored=(20,)),
                Choice("high", "High", stored=(30,)),
                Choice("urgent", "Urgent", stored=(40,)),
            ),
        ),
        ChoiceField(
            name="mood",
            title="Mood",
            column="mood",
            read=lambda t: t.mood,
            may_be_empty=True,
            choices=(Choice("good", "Good"), Choice("bad", "Bad")),
        ),
        ReferenceField(
            kind="person",
            name="owner",
            title="Owner",
            aliases=("assignee",),
            column="owner",
            read=lambda t: t.owner,
            find=find_person,
            suggest=suggest_person,
            has_me=True,
            may_be_empty=True,
        ),
        ManyField(
            kind="tag",
            name="tag",
            title="Tag",
            links=Link.objects.all,
            own="thing",
            other="tag",
            read=Thing.tag_ids,
            find=find_tag,
            suggest=lambda text, env: [Suggestion('"big fish"', "big fish")],
        ),
        NumberField(name="size", title="Size", column="size", read=lambda t: t.size, may_be_empty=True),
        InstantField(name="created", title="Created", column="created_at", read=lambda t: t.created_at),
        InstantField(name="closed", title="Closed", column="closed_at", read=lambda t: t.closed_at, may_be_empty=True),
        TITLE,
    ],
    words=TITLE,
)

NOW = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)  # A Wednesday.
BERLIN = ZoneInfo("Europe/Berlin")
ENV = Env(now=NOW, me=1, zone=BERLIN)
NOBODY = Env(now=NOW, me=None, zone=BERLIN)
