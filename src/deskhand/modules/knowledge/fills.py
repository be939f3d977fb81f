"""What the module puts into the places of others: its routes, and what becomes of rows that name a person when two
people are one."""

from datetime import timedelta

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.modules.knowledge import drafts, panels_similar  # noqa: F401 (their places)
from deskhand.modules.knowledge.actions.follow_up_import import KEEP_IMPORTS
from deskhand.modules.knowledge.demo import furnish
from deskhand.modules.knowledge.models import (
    Article,
    ArticleImport,
    Flag,
    Follow,
    Gap,
    Judgement,
    Licence,
    Opening,
    Spared,
    Use,
    Version,
)
from deskhand.web import numbers

ROWS = (
    PersonRows(Article, "owner", desk="desk_id"),
    PersonRows(Article.people.through, "person", desk="article__desk_id", once_with=("article_id",)),
    PersonRows(ArticleImport, "by", desk="desk_id"),
    PersonRows(Flag, "person", desk="article__desk_id"),
    PersonRows(Follow, "person", desk="article__desk_id", once_with=("article_id",)),
    PersonRows(Gap, "person", desk="desk_id"),
    PersonRows(Judgement, "person", desk="translation__article__desk_id", once_with=("translation_id",)),
    PersonRows(Licence, "person", desk="desk_id", once_with=("desk_id",)),
    PersonRows(Opening, "person", desk="desk_id", once_with=("desk_id",)),
    PersonRows(Spared, "person", desk="article__desk_id"),
    PersonRows(Use, "person", desk="article__desk_id"),
    PersonRows(Version, "reviewer", desk="translation__article__desk_id"),
)

for rows in ROWS:
    slots.fill("person_rows", rows)

slots.fill("api_router", ("/knowledge", "deskhand.modules.knowledge.api.router.router"), module="knowledge")
slots.fill("demo_content", furnish, module="knowledge")

numbers.tell(article_import_days=KEEP_IMPORTS // timedelta(days=1))
