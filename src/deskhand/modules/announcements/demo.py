"""What the demo desk announces."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from deskhand.accounts.models import Desk, Organization
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.announcements.actions import Details, Step, Words, publish
from deskhand.modules.announcements.models import Audience


def furnish(desk: Desk, cast: Any) -> None:
    """Publish the announcements of the demo's cast (``deskhand.demo.cast.Cast``), told around this moment."""
    names = {one.key: one.name for one in cast.organizations}
    for one in cast.announcements:
        readers = list(Organization.objects.filter(name__in=[names[key] for key in one.orgs]))
        details = Details(
            kind=one.kind,
            words=Words(one.title, one.body),
            others={"de": Words(one.title_de, one.body_de)},
            starts_at=clock.now() + timedelta(hours=one.starts_in_hours),
            ends_at=clock.now() + timedelta(hours=one.ends_in_hours),
            audience=Audience.ORGANIZATIONS if one.orgs else Audience.EVERYBODY,
            organizations=readers,
            steps=[_step(step) for step in one.steps],
        )
        publish(actor=SYSTEM, desk=desk, details=details)


def _step(one: Any) -> Step:
    at = clock.now() + timedelta(hours=one.in_hours)
    return Step(at=at, words=Words("", one.body), others={"de": Words("", one.body_de)})
