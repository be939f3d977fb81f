"""What refers to a person or an organization, asked of the schema: a module's table counts by itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from deskhand.accounts.models import DeskRole, DirectoryEntry, Organization, OrganizationEntry, Person
from deskhand.kernel import slots

OWN = ("account.EmailAddress",)
"""Rows that are part of a person: they come and go with them."""


@dataclass
class Used:
    """People to whom something of one desk refers (``here``), and those to whom only other things do."""

    here: set[int] = field(default_factory=set)
    elsewhere: set[int] = field(default_factory=set)


def keys_to(model: type[models.Model]) -> list[tuple[type[models.Model], models.ForeignKey[Any, Any]]]:
    """Every foreign key to the model (one-to-one included) with the model that has it."""
    return [
        (one, column)
        for one in apps.get_models(include_auto_created=True)
        for column in one._meta.concrete_fields
        if isinstance(column, models.ForeignKey) and column.related_model is model
    ]


def used(ids: Collection[int], desk_id: int, *, besides: str) -> Used:
    """Which of these people something refers to, beside their addresses and this desk's entries of that kind."""
    found, listed = Used(), list(ids)
    if not listed:
        return found
    for model, column in keys_to(Person):
        if model._meta.label in OWN:
            continue
        rows = model._base_manager.filter(**{f"{column.name}__in": listed})
        if model is DirectoryEntry:
            rows = rows.exclude(desk_id=desk_id, came=besides)
        people = set(rows.values_list(column.attname, flat=True))
        found.elsewhere |= people
    found.here = found.elsewhere & _here(listed, desk_id)
    found.elsewhere -= found.here
    return found


def of_organization(pk: int, *, besides: Q) -> bool:
    """Whether something refers to the organization beside its domains and its entries that fit the condition."""
    for model, column in keys_to(Organization):
        if model._meta.label == "accounts.OrganizationDomain":
            continue
        rows = model._base_manager.filter(**{column.name: pk})
        if model is OrganizationEntry:
            rows = rows.exclude(besides)
        if rows.exists():
            return True
    return False


def _here(ids: list[int], desk_id: int) -> set[int]:
    here = set(DeskRole.objects.filter(desk_id=desk_id, person_id__in=ids).values_list("person_id", flat=True))
    here |= set(
        DirectoryEntry.objects.within(desk_id)
        .filter(person_id__in=ids)
        .exclude(came="imported")
        .values_list("person_id", flat=True)
    )
    for of_people in slots.items("desks_of_people"):
        here |= {person for person, desk in of_people(ids) if desk == desk_id}
    return here
