"""What follows from facts about articles."""

from __future__ import annotations

from datetime import datetime

from deskhand.accounts.events import RoleTaken
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.reactions import together
from deskhand.modules.knowledge import indexing, remembering
from deskhand.modules.knowledge.actions.licences import forget_licences
from deskhand.modules.knowledge.events import ArticlePlanned, ArticlePublished
from deskhand.modules.knowledge.jobs import publish_version
from deskhand.modules.knowledge.jobs_of_gaps import SETTLES_SECONDS, look_for_answers
from deskhand.modules.knowledge.models import Version

__all__ = ["indexing", "let_licences_end", "remembering", "wait_for_its_instant"]


@together(ArticlePlanned)
def wait_for_its_instant(event: ArticlePlanned) -> None:
    """A planned version publishes itself."""
    found = Version.objects.within(event.meta.desk_id).filter(translation__article_id=event.article)
    version = found.get(translation__language=event.language, number=event.version)
    delay = (datetime.fromisoformat(event.until) - clock.now()).total_seconds()
    publish_version.put(delay_seconds=max(0.0, delay), desk_id=event.meta.desk_id, version=version.pk)


@together(ArticlePublished)
def ask_again_what_found_nothing(event: ArticlePublished) -> None:
    """An article may answer what was looked for in vain."""
    desk = event.meta.desk_id
    key = f"knowledge-gaps-{desk}"
    look_for_answers.put(desk_id=desk, unique_key=key, delay_seconds=SETTLES_SECONDS, desk=desk)


@together(RoleTaken)
def let_licences_end(event: RoleTaken) -> None:
    """Whoever may not write on the desk any more keeps no licence there."""
    forget_licences(actor=SYSTEM, desk_id=event.desk, person_id=event.person)
