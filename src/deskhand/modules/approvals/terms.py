"""What a policy says, read from what is kept and checked before it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

STAGES_LIMIT = 10
"""Most stages of a policy."""

WHO_LIMIT = 20
"""Most lines that say who decides in a stage."""

REQUESTER_MANAGER, AFFECTED_MANAGER, MANAGERS_MANAGER = "requester_manager", "affected_manager", "managers_manager"
PERSON, ROLE, TEAM, SERVICE_OWNER = "person", "role", "team", "service_owner"

WHO_WORDS = {
    REQUESTER_MANAGER: _("Manager of the requester"),
    AFFECTED_MANAGER: _("Manager of whom it is for"),
    MANAGERS_MANAGER: _("Manager of the requester’s manager"),
    SERVICE_OWNER: _("Who answers for the service"),
    ROLE: _("Everybody with a role on this desk"),
    TEAM: _("A team"),
    PERSON: _("A person"),
}
"""Who can be asked."""

NEEDS_WORDS = {
    "any": _("One of them: the first answer counts"),
    "all": _("All of them"),
    "quorum": _("So many of them"),
    "percent": _("So many percent of them"),
}
"""How many must agree."""

STAY, APPROVE, DECLINE, NEXT, ESCALATE = "stay", "approve", "decline", "next", "escalate"

DEADLINE_WORDS = {
    STAY: _("It goes on waiting, and whoever asked is told"),
    ESCALATE: _("The managers of those who have not answered are asked, too"),
    NEXT: _("The next stage is asked"),
    APPROVE: _("It counts as approved"),
    DECLINE: _("It counts as declined"),
}
"""What follows where nobody decides in time."""

OTHER, SKIP, ALLOW = "other", "skip", "allow"

OWN_WORDS = {
    OTHER: _("Somebody else decides: their manager, else whoever stands in"),
    SKIP: _("Their part counts as approved"),
    ALLOW: _("They decide themselves"),
}
"""What happens where whoever asked, or whom it is for, would decide."""

HOURS, DAYS = "hours", "days"
UNIT_WORDS = {HOURS: _("business hours"), DAYS: _("business days")}


@dataclass(frozen=True)
class Who:
    """Somebody to ask. ``id`` is of a person or team, ``role`` a role's name."""

    kind: str
    id: int | None = None
    role: str = ""


@dataclass(frozen=True)
class StageTerms:
    """One stage. ``number`` goes with quorum and percent. ``amount`` 0 is no deadline; ``remind`` are business hours
    between reminders, 0 for none. ``with_previous``: at the same time as the stage before."""

    who: tuple[Who, ...] = ()
    name: str = ""
    needs: str = "any"
    number: int = 0
    query: str = ""
    amount: int = 0
    unit: str = DAYS
    remind: int = 0
    at_deadline: str = STAY
    with_previous: bool = False


@dataclass(frozen=True)
class Terms:
    """The whole policy. ``own``: what happens where requester or affected would decide. ``skips_repeated``: who
    approved in an earlier stage is not asked again. ``parts_duties``: neither who asked nor the assignee decides.
    ``fallback`` is the id of whoever stands in. ``shows_names``: requesters read who decides. ``holds``: the ticket is
    not resolved before."""

    stages: tuple[StageTerms, ...] = ()
    own: str = OTHER
    skips_repeated: bool = True
    parts_duties: bool = True
    fallback: int | None = None
    shows_names: bool = False
    holds: bool = True

    def as_json(self) -> dict[str, Any]:
        """What is kept."""
        return asdict(self)

    def groups(self) -> list[int]:
        """The group of each stage: those that run together have one."""
        found: list[int] = []
        for one in self.stages:
            found.append(found[-1] if one.with_previous and found else (found[-1] + 1 if found else 0))
        return found


def read(kept: Mapping[str, Any]) -> Terms:
    """The terms again."""
    stages = tuple(
        StageTerms(**{**one, "who": tuple(Who(**who) for who in one["who"])}) for one in kept.get("stages", ())
    )
    return Terms(**{**kept, "stages": stages})
