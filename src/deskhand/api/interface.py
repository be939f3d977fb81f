"""The one API object: the core's routes, and those that modules put into the slot ``api_router``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from django.utils.module_loading import import_string
from ninja import NinjaAPI, Router
from ninja.renderers import JSONRenderer

from deskhand.api.bearers import BearerToken
from deskhand.api.door import door, only_on_desks_with, only_where_on
from deskhand.api.faults import answer_faults
from deskhand.api.routes import (  # noqa: F401 (importing those of tickets fills their router, in this order)
    accounts,
    asking_desks,
    attachments,
    bulk,
    bulk_runs,
    calendars,
    cascading_tickets,
    contacts,
    desk_growing,
    desk_lists,
    desk_mail,
    desk_sending,
    desk_settings,
    desk_templates,
    desk_things,
    desk_tokens,
    desks,
    importing,
    invitations,
    joining,
    leaving,
    macros,
    mail_filters,
    mail_seen,
    mailboxes,
    merging,
    merging_tickets,
    messages,
    moving,
    notifications,
    oneself,
    people,
    people_changes,
    person_records,
    roles,
    snooze_times,
    snoozing,
    splitting_tickets,
    ticket_links,
    ticket_list,
    ticket_router,
    ticket_verbs,
    tickets,
    undoing,
    waiting,
)
from deskhand.kernel import slots

VERSION = "1"
CORE = (
    ticket_router,
    messages.router,
    attachments.router,
    people.router,
    desks.router,
    desk_things.router,
    desk_lists.router,
    calendars.router,
    macros.router,
    notifications.router,
    roles.router,
    invitations.router,
    merging.router,
    leaving.router,
    importing.router,
    bulk_runs.router,
    desk_mail.router,
    mailboxes.router,
    mail_filters.router,
    mail_seen.router,
    desk_sending.router,
    desk_tokens.router,
    accounts.router,
)

DESCRIPTION = """\
Everything that the pages do, for scripts: every route calls the same actions, with the same permissions, events and
consequences.

Send `Authorization: Bearer dh_…` with each request. Lists are always `{"items", "next"}`: pass `next` as `cursor` to go
on. What you may not know of is 404, like what is not there; what you may see but not do is 403 and says why. Errors are
problem documents (RFC 9457). Times are in UTC.
"""

_guarded: list[Router] = []


class Renderer(JSONRenderer):
    """JSON in UTF-8 as it is: names in other scripts are not spelled out in escapes."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


@cache
def api() -> NinjaAPI:
    """The API with all routes of all modules, on or off. Built once, when the addresses are loaded."""
    made = NinjaAPI(
        title="Deskhand",
        version=VERSION,
        description=DESCRIPTION,
        auth=BearerToken(),
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
        renderer=Renderer(),
    )
    answer_faults(made)
    made.add_decorator(door, mode="view")
    for router in CORE:
        made.add_router("", router)
    for contribution in contributions():
        prefix, router = contribution.item
        if contribution.module and router not in _guarded:
            router.add_decorator(only_where_on(contribution.module), mode="view")
            router.add_decorator(only_on_desks_with(contribution.module), mode="operation")
            _guarded.append(router)
        made.add_router(prefix, router)
    return made


def contributions() -> list[slots.Contribution]:
    """What fills the slot, whether its module is on or not, each with its Router."""
    slot = next(slot for slot in slots.all_slots() if slot.name == "api_router")
    return [replace(one, item=(one.item[0], _router(one.item[1]))) for one in slot.contributions]


def _router(named: str | Router) -> Router:
    """The Router itself. Loading it is half a second of a start, which only those who serve need."""
    if isinstance(named, Router):
        return named
    found: Router = import_string(named)
    return found


def module_paths() -> dict[str, str]:
    """The module behind each path that is not the core's, as the document writes paths."""
    owners = {id(one.item[1]): one.module for one in contributions() if one.module}
    found = {}
    for bound in api()._get_bound_routers():
        if id(bound.template) in owners:
            for path in bound.path_operations:
                whole = "/".join(part.strip("/") for part in (bound.prefix, path) if part.strip("/"))
                found[f"/{whole}"] = owners[id(bound.template)]
    return found
