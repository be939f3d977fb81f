"""What follows from facts about articles."""

from __future__ import annotations

from datetime import datetime

from deskhand.kernel import clock
from deskhand.kernel.reactions import together
from deskhand.modules.knowledge import indexing
from deskhand.modules.knowledge.events import ArticlePlanned
from deskhand.modules.knowledge.jobs import publish_version
from deskhand.modules.knowledge.models import Version

__all__ = ["indexing", "wait_for_its_instant"]


@together(ArticlePlanned)
def wait_for_its_instant(event: ArticlePlanned) -> None:
    """A planned version publishes itself."""
    found = Version.objects.within(event.meta.desk_id).filter(translation__article_id=event.article)
    version = found.get(translation__language=event.language, number=event.version)
    delay = (datetime.fromisoformat(event.until) - clock.now()).total_seconds()
    publish_version.put(delay_seconds=max(0.0, delay), desk_id=event.meta.desk_id, version=version.pk)
