"""The sentences of the history about who reads a ticket: followers, links, and the list of a confidential one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

PLAIN: Mapping[str, Any] = {
    "ticket.confided": gettext_lazy("%(who)s made this confidential"),
    "ticket.opened_up": gettext_lazy("%(who)s opened this to the whole desk again"),
}
"""By the code of the fact."""

ABOUT_SOMEBODY: Mapping[str, tuple[Any, Any]] = {
    "ticket.follower_added": (
        gettext_lazy("%(who)s added %(person)s as a follower"),
        gettext_lazy("%(who)s follows this"),
    ),
    "ticket.follower_removed": (
        gettext_lazy("%(who)s removed %(person)s from the followers"),
        gettext_lazy("%(who)s does not follow this any more"),
    ),
    "ticket.link_revoked": (
        gettext_lazy("%(who)s revoked the link of %(person)s"),
        gettext_lazy("%(who)s revoked their own link"),
    ),
    "ticket.reader_added": (
        gettext_lazy("%(who)s put %(person)s on the list of those who may read this"),
        gettext_lazy("%(who)s is on the list of those who may read this"),
    ),
    "ticket.reader_removed": (
        gettext_lazy("%(who)s took %(person)s off the list of those who may read this"),
        gettext_lazy("%(who)s left the list of those who may read this"),
    ),
    "ticket.person_excluded": (
        gettext_lazy("%(who)s excluded %(person)s from this"),
        gettext_lazy("%(who)s is excluded from this"),
    ),
    "ticket.exclusion_ended": (
        gettext_lazy("%(who)s excludes %(person)s from this no more"),
        gettext_lazy("%(who)s is excluded from this no more"),
    ),
}
"""About somebody else, and about oneself."""
