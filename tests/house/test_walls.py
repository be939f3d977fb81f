"""Desks are walls: what belongs to a desk cannot be read without saying whose eyes read it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models, transaction

from deskhand.accounts.actions import switch_module
from deskhand.kernel import modules, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import types
from deskhand.kernel.scope import UnscopedQuery, WalledQuerySet

OPEN = {
    "accounts.ApiTokenDesk": "which desks a token reaches: the bearer's actor is made of it",
    "accounts.DeskBrand": "how a desk looks to the public; found by a mark that nobody can guess",
    "accounts.DeskRole": "who serves which desk: the actor itself is made of it",
    "kernel.Event": "read through the ticket or person that it is about, which passed a gate before",
    "kernel.ModuleSwitch": "the registry's own row",
    "ops.FirstStepsPutAway": "one mark for each desk, asked of a desk that passed its gate",
    "jobs.Job": "the queue serves all desks; its page is the site administrator's",
    "notify.Notification": "one person's own, and read by that person alone",
    "notify.Preference": "one person's own choice, and read for that person alone",
    "tickets.TicketTag": "read with tickets that came through the wall",
    "search.SearchDocument": "the index: read through the query of a walled model",
    "search.SearchVector": "the same by meaning: read through the query of a walled model",
}
"""Models with a desk that are read without a wall, and why."""


def owned() -> list[type[models.Model]]:
    """Models of ours whose rows belong to a desk, directly or by their ticket."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("deskhand.")
        and {"desk", "desk_id", "ticket"} & {field.name for field in model._meta.concrete_fields}
    ]


def is_walled(model: type[models.Model]) -> bool:
    return isinstance(model._default_manager.get_queryset(), WalledQuerySet)


def test_what_belongs_to_a_desk_stands_behind_a_wall():
    bare = [model._meta.label for model in owned() if not is_walled(model) and model._meta.label not in OPEN]
    assert not bare, f"use WalledManager.of(...), or say in OPEN why not: {bare}"


def test_what_stands_open_is_still_there_and_still_open():
    labels = {model._meta.label for model in owned() if not is_walled(model)}
    assert set(OPEN) <= labels, f"take off the list: {sorted(set(OPEN) - labels)}"


@pytest.mark.django_db
@pytest.mark.parametrize("model", [one for one in owned() if is_walled(one)], ids=lambda one: one._meta.label)
def test_reading_without_a_desk_is_a_mistake_of_the_program(model):
    with pytest.raises(UnscopedQuery):
        list(model._default_manager.all())
    with pytest.raises(UnscopedQuery):
        model._default_manager.filter(pk=1).exists()


@pytest.mark.parametrize("module", [one.label for one in modules.installed()])
def test_every_module_survives_off_and_on_and_off_again(cast, module):
    for needed in modules.module(module).requires:
        switch_module(actor=SYSTEM, desk=cast.it, module=needed, on=True)
    for on in (True, False, True, False):
        with transaction.atomic():
            switch_module(actor=SYSTEM, desk=cast.it, module=module, on=on)
        assert switches.is_on(module, cast.it.pk) is on
        ticket = cast.ticket("Works with and without")
        cast.reply(ticket)
        cast.work()
        for path in ("/agent/it/tickets/", f"/agent/tickets/{ticket.number}/", "/agent/settings/it/grow/", "/"):
            assert cast.client("lena").get(path).status_code == 200, path


def test_events_hold_no_words_of_people():
    """Ids, codes and short values: never text, names or addresses."""
    wordy = {"body", "text", "html", "subject_text", "email", "address", "name", "password"}
    found = {code: wordy & set(cls.__dataclass_fields__) for code, cls in types().items()}
    said = {code: names for code, names in found.items() if names and not names <= types()[code].personal}
    assert not said, f"keep the id of the row that holds it, or mark it personal: {said}"
