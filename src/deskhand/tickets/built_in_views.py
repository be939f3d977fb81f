"""The views that every desk has: questions in the query language with a name. Their counts come from one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Team, TeamMember
from deskhand.kernel import clock, slots
from deskhand.kernel.actor import Actor
from deskhand.kernel.prepared import Prepared
from deskhand.kernel.query.values import Text
from deskhand.tickets.models import Category, Ticket

RECENT = timedelta(days=7)
"""How long a resolved ticket counts as recently resolved."""

KEPT_SECONDS = 10
"""How long counted groups are used again while nothing happens on the desk: for what changes without a fact, as a
resolved ticket that is not recent any more."""

_kept: dict[int, tuple[tuple[str, int], dict[Any, Any]]] = {}
"""By desk: its version and the time, and what was counted."""

DEFAULT = "open"
"""The view that the workspace opens with."""


@dataclass(frozen=True)
class TicketView:
    """A named question. ``key`` is its address, ``query`` what the search box shows. ``shows_unlisted`` is true for
    spam and the bin, which no other view shows. ``sort`` is the order that it begins with, if not the usual one;
    ``nothing`` and ``hint`` say what it means that it is empty, and what will appear there."""

    key: str
    label: str | Promise
    query: str
    is_loud: bool = False
    shows_unlisted: bool = False
    sort: str = ""
    nothing: str | Promise = ""
    hint: str | Promise = ""


MINE = TicketView("mine", _("My open"), "is:open assignee:me", is_loud=True)
UNASSIGNED = TicketView("unassigned", _("Unassigned"), "is:open assignee:none", is_loud=True)
MY_TEAMS = TicketView("teams", _("My teams"), "is:open team:mine")
OPEN = TicketView("open", _("All open"), "is:open")
ON_HOLD = TicketView("hold", _("On hold"), "is:on_hold")
RESOLVED = TicketView("resolved", _("Recently resolved"), f"is:resolved resolved:<{RECENT.days}d")
SPAM = TicketView("spam", _("Spam"), "is:spam", shows_unlisted=True)
BIN = TicketView("bin", _("Bin"), "is:deleted", shows_unlisted=True)

LASTING = frozenset(view.query for view in (MINE, UNASSIGNED, OPEN, ON_HOLD, SPAM, BIN))
"""Questions that mean the same at any time, whatever the desk holds: neither the clock nor a name is in them."""

FIRST = (MINE, UNASSIGNED, MY_TEAMS, OPEN, ON_HOLD, RESOLVED)
LAST = (SPAM, BIN)


def team_view(team: Mapping[str, Any]) -> TicketView:
    """The open tickets of one team (a row of :func:`teams_of`)."""
    return TicketView(f"team-{team['id']}", team["name"], f"is:open team:{Text(team['name']).to_text()}")


def teams_of(actor: Actor, desk_id: int) -> list[dict[str, Any]]:
    """Active teams of the desk: id, name, tier, and whether the actor is in it. One query."""
    return _teams.rows(desk=desk_id, person=actor.person_id or 0)


def _teams_of(desk: int, person: int) -> Any:
    own = TeamMember.objects.filter(team_id=OuterRef("pk"), person_id=person)
    found = Team.objects.within(desk).active().annotate(is_mine=Exists(own))
    return found.order_by("name").values("id", "name", "tier", "is_mine")


_teams = Prepared(_teams_of)


def of_modules(desk_id: int) -> list[TicketView]:
    """The views of modules that are on for the desk."""
    found: list[TicketView] = slots.items("ticket_view", desk_id=desk_id)
    return found


def named(key: str, actor: Actor, desk_id: int) -> TicketView | None:
    """The view of that key: a built-in one, one of a module, or that of a team of the desk (one query)."""
    found = next((one for one in (*FIRST, *LAST, *of_modules(desk_id)) if one.key == key), None)
    if found is not None or not key.startswith("team-"):
        return found
    return next((one for one in map(team_view, teams_of(actor, desk_id)) if one.key == key), None)


def counts(actor: Actor, desk_id: int, teams: Sequence[Mapping[str, Any]], version: str) -> dict[str, int]:
    """How many tickets each view has, by its key; spam and bin are not counted. ``version`` is the desk's
    (``live.version``), read before: while it stays, nothing is counted anew for KEPT_SECONDS."""
    every = dict.fromkeys((view.key for view in FIRST), 0)
    by_team: dict[int | None, int] = defaultdict(int)
    for category, team, assignee, number in _counted(desk_id, version):
        if category == Category.RESOLVED.value:
            every[RESOLVED.key] += number
            continue
        by_team[team] += number
        if assignee is None or assignee == actor.person_id:
            every[UNASSIGNED.key if assignee is None else MINE.key] += number
        if category == Category.ON_HOLD.value:
            every[ON_HOLD.key] += number
    every[OPEN.key] = sum(by_team.values())
    every[MY_TEAMS.key] = sum(by_team[team["id"]] for team in teams if team["is_mine"])
    return every | {f"team-{team['id']}": by_team[team["id"]] for team in teams}


def _counted(desk_id: int, version: str) -> list[tuple[str, int | None, int | None, int]]:
    """Rows of category, team, assignee, and how many. One query over the desk's unfinished and recently resolved
    tickets. They say nothing of who asks."""
    kept = kept_counts(desk_id, version)
    if "groups" not in kept:
        kept["groups"] = _groups.rows(desk=desk_id, since=clock.now() - RECENT)
    found: list[tuple[str, int | None, int | None, int]] = kept["groups"]
    return found


def kept_counts(desk_id: int, version: str) -> dict[Any, Any]:
    """What was counted on the desk at this version, to be looked up and added to. It is kept in this process: every
    change of a ticket is a fact, and so another version."""
    state = (version, int(clock.now().timestamp()) // KEPT_SECONDS)
    kept = _kept.get(desk_id)
    if kept is None or kept[0] != state:
        kept = _kept[desk_id] = (state, {})
    return kept[1]


def forget() -> None:
    """Count again at the next question."""
    _kept.clear()


def _grouped(desk: int, since: datetime) -> Any:
    """What :func:`_counted` keeps. The unfinished ones are counted in an index of their own, which
    begins with the team so that it suggests itself for nothing else."""
    listed = Ticket.objects.within(desk).listed()
    columns = ("category", "team_id", "assignee_id")
    unfinished = listed.unfinished().order_by().values(*columns).annotate(n=Count("pk"))
    recent = listed.filter(category=Category.RESOLVED, resolved_at__gt=since)
    resolved = recent.order_by().values(*columns).annotate(n=Count("pk"))
    return unfinished.values_list(*columns, "n").union(resolved.values_list(*columns, "n"), all=True)


_groups = Prepared(_grouped)
