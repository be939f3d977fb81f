"""What becomes of the module's rows that name a person when two people are one."""

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.modules.knowledge.models import (
    Article,
    Flag,
    Follow,
    Judgement,
    Licence,
    Spared,
    Use,
    Version,
)

ROWS = (
    PersonRows(Article, "owner", desk="desk_id"),
    PersonRows(Article.people.through, "person", desk="article__desk_id", once_with=("article_id",)),
    PersonRows(Flag, "person", desk="article__desk_id"),
    PersonRows(Follow, "person", desk="article__desk_id", once_with=("article_id",)),
    PersonRows(Judgement, "person", desk="translation__article__desk_id", once_with=("translation_id",)),
    PersonRows(Licence, "person", desk="desk_id", once_with=("desk_id",)),
    PersonRows(Spared, "person", desk="article__desk_id"),
    PersonRows(Use, "person", desk="article__desk_id"),
    PersonRows(Version, "reviewer", desk="translation__article__desk_id"),
)

for rows in ROWS:
    slots.fill("person_rows", rows)
