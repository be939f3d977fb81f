"""What the API takes about articles."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Header, Path, Query
from pydantic import Field

from deskhand.api.schemas import LARGEST_NUMBER, Email, Input, Instant, Text
from deskhand.modules.knowledge.actions.govern import ROWS_LIMIT
from deskhand.modules.knowledge.api.article_schemas import AudienceWord, ConfidenceWord
from deskhand.modules.knowledge.models.article import KEYWORDS_LIMIT, NOTE_LIMIT, SUMMARY_LIMIT, TITLE_LIMIT
from deskhand.modules.knowledge.models.use import TEXT_LIMIT, WORDS_LIMIT
from deskhand.modules.knowledge.rich import PART_LIMIT

Ref = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
Code = Annotated[Text, Field(min_length=2, max_length=10, description="Code of a language.")]
Part = Annotated[Text, Field(max_length=PART_LIMIT)]
FormatWord = Annotated[
    Literal["html", "markdown"],
    Field(description="What the four parts are written in. Either way they are cleaned: scripts and forms go."),
]
Rows = Annotated[list[Ref], Field(max_length=ROWS_LIMIT)]

As = Annotated[
    Literal["html", "markdown"],
    Query("html", alias="as", description="What the four parts are written in."),
]
VersionPath = Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="Number of the version.", example=3)]
AnyLanguage = Annotated[Text, Query("", max_length=10, description="Only those in this language, by its code.")]
ArticleQuestion = Annotated[Text, Query("", max_length=WORDS_LIMIT, description="Words of the title, or of the text.")]
OfAudience = Annotated[AudienceWord | None, Query(None, description="Only those for this audience.")]
OfConfidence = Annotated[
    ConfidenceWord | None, Query(None, description="Only those of which the desk is so sure; all but archived if none.")
]
OfShelf = Annotated[
    int | None, Query(None, ge=1, le=LARGEST_NUMBER, description="Only those of this category and its sections.")
]
OfOwner = Annotated[Literal["me", "nobody"] | None, Query(None, description="Only yours, or those without owner.")]
Needs = Annotated[
    Literal["in_review", "draft", "flagged", "due", "stale", "expiring", "decaying"] | None,
    Query(None, description="Only those with something to do: to review, to mend, to look at, to translate anew."),
]
ArticleSort = Annotated[
    Literal["changed", "created", "uses"],
    Query("changed", description="What the list goes by, the newest or most first."),
]
IfDraft = Annotated[
    str | None, Header(alias="If-Match", description="The ETag of the translation that you read; another answers 412.")
]
IfArticle = Annotated[
    str | None, Header(alias="If-Match", description="The ETag of the article that you read; another answers 412.")
]


class ArticleText(Input):
    """What an article says in one language. Only ``title`` is needed to keep a draft."""

    title: Annotated[Text, Field(min_length=1, max_length=TITLE_LIMIT, description="What people would ask.")]
    summary: Annotated[Text, Field(max_length=SUMMARY_LIMIT, description="Plain text below the title in lists.")] = ""
    issue: Annotated[Part, Field(description="What happens, in the words of those who ask.")] = ""
    environment: Annotated[Part, Field(description="Where it applies.")] = ""
    resolution: Annotated[Part, Field(description="What helps.")] = ""
    cause: Annotated[Part, Field(description="Why it happens.")] = ""
    format: FormatWord = "html"


class NewArticle(ArticleText):
    """An article to begin. It is a draft for the audience that the desk begins with."""

    language: Annotated[
        Code | None, Field(description="Its first language; the desk's, or that of the ticket's requester, if null.")
    ] = None
    shelf: Annotated[Ref | None, Field(description="Id of its category.")] = None


class NewArticleTranslation(ArticleText):
    """The article in another language."""

    language: Code


class KnownDraft(Input):
    """What the author saw before they wrote."""

    number: Ref
    edition: Ref


class ArticleDraft(ArticleText):
    """All words of the draft: what is left away is empty afterwards."""

    note: Annotated[Text, Field(max_length=NOTE_LIMIT, description="What is different, for colleagues.")] = ""
    is_in_step: Annotated[bool, Field(description="For a translation: it now says what its source says.")] = True
    known: Annotated[
        KnownDraft | None, Field(description="The version that you read; another one answers 409. Like `If-Match`.")
    ] = None


class SendingBack(Input):
    """Why a version goes back to its author."""

    why: Annotated[Text, Field(min_length=1, max_length=NOTE_LIMIT, description="What is to be changed.")]


class Publishing(Input):
    """When a version is published."""

    at: Annotated[Instant | None, Field(description="An instant ahead; now, if left away.")] = None


class RollingBack(Input):
    """To which version."""

    number: Annotated[Ref, Field(description="Number of an earlier version.")]


class ArticleAudience(Input):
    """Who may read an article. Of the lists only the one that the audience is narrowed by may be given."""

    audience: AudienceWord
    organizations: Annotated[Rows, Field(description="Ids of organizations, for `organizations`.")] = []
    teams: Annotated[Rows, Field(description="Ids of teams, for `teams`.")] = []
    people: Annotated[Rows, Field(description="Ids of people who serve the desk, for `named`.")] = []
    is_confirmed: Annotated[
        bool, Field(description="People may read it who could not before: that is meant. Without it, this answers 409.")
    ] = False


class ArticleConfidence(Input):
    """How sure the desk is of an article."""

    confidence: ConfidenceWord
    replaced_by: Annotated[
        Ref | None, Field(description="With `archived`: id of the article that leads its readers on.")
    ] = None


class ArticleChange(Input):
    """What is different around an article's words. Send only what changes."""

    owner: Annotated[Email | None, Field(description="Mail address of somebody who serves the desk; null: nobody.")] = (
        None
    )
    review_at: Annotated[Instant | None, Field(description="When somebody looks at it again; null: never.")] = None
    expires_at: Annotated[Instant | None, Field(description="When others may read it no longer; null: never.")] = None
    keywords: Annotated[Text, Field(max_length=KEYWORDS_LIMIT, description="Other words that people use for it.")] = ""
    is_featured: Annotated[bool, Field(description="Named first on the help center's first page.")] = False


class ArticlePlace(Input):
    """Where an article shall stand."""

    shelf: Annotated[Ref | None, Field(description="Id of a category; null for none.")] = None
    after: Annotated[Ref | None, Field(description="Id of the article that it stands behind; null: first.")] = None


class NewFlag(Input):
    """What is to be mended."""

    text: Annotated[Text, Field(min_length=1, max_length=TEXT_LIMIT)]
