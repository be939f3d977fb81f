"""Importing articles: an archive is handed over, read, and then imported in one transaction or not at all."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, Person
from deskhand.files import blobs
from deskhand.files.models import Blob
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import Conflict, DeskhandError, Invalid, TooLarge
from deskhand.kernel.events import emit
from deskhand.modules.knowledge import licences
from deskhand.modules.knowledge.actions.arrange import DEPTH_LIMIT, ShelfDetails, create_shelf
from deskhand.modules.knowledge.actions.files import address_of, checked, keep_file
from deskhand.modules.knowledge.actions.govern import govern, set_audience, set_confidence
from deskhand.modules.knowledge.actions.publish import publish
from deskhand.modules.knowledge.actions.write import begin_translation, create_article, save_draft
from deskhand.modules.knowledge.events import ArticlesImported
from deskhand.modules.knowledge.exchange import planning, reading
from deskhand.modules.knowledge.exchange.archive import Archive
from deskhand.modules.knowledge.exchange.parcel import Page, Parcel
from deskhand.modules.knowledge.exchange.planning import REFUSE, SAME, Row
from deskhand.modules.knowledge.models import (
    OUTWARD,
    Article,
    ArticleFile,
    ArticleImport,
    Audience,
    Confidence,
    Level,
    Shelf,
    Stage,
    Translation,
)
from deskhand.modules.knowledge.words import Words

ARCHIVE_BYTES = 200 * 1024 * 1024
"""Largest archive in bytes."""

SIMPLE = (Audience.PUBLIC, Audience.REQUESTERS, Audience.AGENTS)
"""Audiences that an archive may name: the others are narrowed by rows that it does not know, and become agents only."""


@transaction.atomic
def hand_over(*, actor: Actor, desk: Desk, filename: str, content: bytes, language: str) -> ArticleImport:
    """Keep an archive and have it read in the background. ``language`` is that of pages which name none. Raises
    TooLarge, or Invalid for what is no archive."""
    from deskhand.modules.knowledge.jobs import read_import

    licences.need(actor, desk.pk, Level.CONTRIBUTOR)
    if len(content) > ARCHIVE_BYTES:
        limit = ARCHIVE_BYTES // 1024 // 1024
        raise TooLarge(_("The archive is too large: at most %(limit)s MB. Import it in parts.") % {"limit": limit})
    Archive.opened(content)
    row: ArticleImport = ArticleImport.objects.create(
        desk=desk,
        blob=blobs.store(content),
        filename=filename[:255],
        language=language,
        by_id=actor.person_id,
        begun_at=clock.now(),
    )
    read_import.put(unique_key=f"knowledge.import:{row.pk}", desk_id=desk.pk, desk=desk.pk, pk=row.pk)
    return row


def read_through(desk_id: int, pk: int) -> Callable[[], None] | None:
    """Read an archive, outside any transaction; returns what notes the plan. None if nobody waits for it."""
    row = _waiting(desk_id, pk, Stage.READING)
    if row is None:
        return None
    try:
        with override(row.desk.language):
            content = blobs.read(row.blob)
            parcel = reading.read(content, row.language)
            planned = planning.plan(_importer(row), desk_id, parcel, Archive.opened(content))
    except DeskhandError as refusal:
        why = _sentence(refusal)
        return lambda: _note(desk_id, pk, Stage.READING, stage=Stage.FAILED, failure=why)
    rows = [one.written() for one in planned]
    return lambda: _note(desk_id, pk, Stage.READING, stage=Stage.READ, rows=rows, kind=parcel.kind)


@transaction.atomic
def begin_import(
    *, actor: Actor, batch: ArticleImport, audience: str, is_published: bool, keeps_audiences: bool = False
) -> None:
    """Import what was read: for ``audience``, or for those that the archive names with ``keeps_audiences`` (only a
    publisher); as drafts, or published at once. Pages that were refused are left out. Raises Conflict if it is under
    way already."""
    from deskhand.modules.knowledge.jobs import work_import

    widest = audience in OUTWARD or keeps_audiences
    licences.need(actor, batch.desk_id, Level.PUBLISHER if widest else Level.CONTRIBUTOR)
    if audience not in SIMPLE:
        raise Invalid(_("Choose who may read them."), {"audience": ", ".join(SIMPLE)})
    row = ArticleImport.objects.within(batch.desk_id).select_for_update().get(pk=batch.pk)
    if row.stage != Stage.READ:
        raise Conflict(_("This import is under way already, or over."))
    row.choices = {"audience": audience, "is_published": is_published, "keeps_audiences": keeps_audiences}
    row.stage, row.by_id = Stage.WORKING, actor.person_id
    row.save(update_fields=["choices", "stage", "by"])
    work_import.put(unique_key=f"knowledge.import:{row.pk}", desk_id=row.desk_id, desk=row.desk_id, pk=row.pk)


def work_through(desk_id: int, pk: int) -> Callable[[], None] | None:
    """Prepare an import outside any transaction (files are stored); returns what writes all of it, in one."""
    row = _waiting(desk_id, pk, Stage.WORKING)
    if row is None:
        return None
    try:
        content = blobs.read(row.blob)
        archive = Archive.opened(content)
        with override(row.desk.language):
            parcel = reading.read(content, row.language)
            planned = planning.plan(_importer(row), desk_id, parcel, archive)
            stored = _stored(archive, planned)
    except DeskhandError as refusal:
        why = _sentence(refusal)
        return lambda: _note(desk_id, pk, Stage.WORKING, stage=Stage.FAILED, failure=why)
    return lambda: _write(row, parcel, planned, stored)


@dataclass
class _Writing:
    """One import on its way into the desk."""

    actor: Actor
    desk: Desk
    language: str
    choices: Mapping[str, Any]
    stored: Mapping[str, tuple[Blob, str]]
    parcel: Parcel
    articles: dict[str, Article]
    shelves: dict[tuple[str, ...], Shelf | None] = field(default_factory=dict)

    def write(self, rows: list[Row]) -> None:
        """First every article, in the language of the import where it has one (its other languages are translations of
        that), so that links among them lead somewhere; then the words."""
        wanted = [row for row in rows if row.does not in (REFUSE, SAME)]
        wanted.sort(key=lambda row: row.page.language != self.language)
        fresh = [row for row in wanted if self._begin(row.page)]
        for row in wanted:
            self._say(row)
        for row in fresh:
            self._govern(row.page)

    def _begin(self, page: Page) -> bool:
        if page.origin in self.articles:
            return False
        article = create_article(
            actor=self.actor,
            desk=self.desk,
            language=page.language,
            said=Words(title=page.words.title),
            shelf=self._shelf(page.shelves[:DEPTH_LIMIT]),
        )
        known = Article.objects.within(self.desk)
        # Taken by an article that whoever imports may not read: theirs is another one.
        article.origin = "" if known.filter(origin=page.origin).exists() else page.origin
        known.filter(pk=article.pk).update(origin=article.origin, position=page.position)
        self.articles[page.origin] = article
        audience = self._audience(page)
        set_audience(actor=self.actor, article=article, audience=audience, is_confirmed=True)
        return True

    def _say(self, row: Row) -> None:
        page, article = row.page, self.articles[row.page.origin]
        files = planning.files_of(article)
        addresses = {path: self._file(article, files, path, is_inline=True) for path in page.pictures.values()}
        for path in page.files:
            self._file(article, files, path, is_inline=False)
        said = planning.addressed(page, addresses.get, self._link)
        translation = article.translations.filter(language=page.language).first()
        if translation is None:
            translation = begin_translation(actor=self.actor, article=article, language=page.language, said=said)
        else:
            save_draft(actor=self.actor, translation=translation, said=said, note=_("Imported"))
        if self.choices["is_published"] and not page.is_draft:
            publish(actor=self.actor, translation=Translation.objects.within(self.desk).get(pk=translation.pk))
        row.article_id = article.pk

    def _govern(self, page: Page) -> None:
        article = Article.objects.within(self.desk).get(pk=self.articles[page.origin].pk)
        changes: dict[str, Any] = {"keywords": page.keywords[:400]}
        if page.review_at is not None:
            changes["review_at"] = page.review_at
        if page.expires_at is not None:
            changes["expires_at"] = page.expires_at
        owner = Person.objects.filter(email=page.owner.lower()).first() if page.owner else None
        if owner is not None and actor_for(owner, Channel.IMPORT).may("knowledge.write", self.desk.pk):
            changes["owner"] = owner
        govern(actor=self.actor, article=article, changes=changes)
        if page.is_archived:
            set_confidence(actor=self.actor, article=article, confidence=Confidence.ARCHIVED)

    def _audience(self, page: Page) -> str:
        if not self.choices["keeps_audiences"] or not page.audience:
            return str(self.choices["audience"])
        return page.audience if page.audience in SIMPLE else Audience.AGENTS

    def _file(self, article: Article, known: dict[str, ArticleFile], path: str, *, is_inline: bool) -> str:
        blob, kind = self.stored[path]
        if blob.digest not in known:
            name = posixpath.basename(path)
            known[blob.digest] = keep_file(
                self.actor, article, blob, filename=name, content_type=kind, is_inline=is_inline
            )
        return address_of(known[blob.digest])

    def _link(self, origin: str) -> str | None:
        article = self.articles.get(origin)
        return planning.link_of(article, article.translations.first()) if article is not None else None

    def _shelf(self, path: tuple[str, ...]) -> Shelf | None:
        """The category; for whom may not arrange categories the nearest one that is there."""
        if not path:
            return None
        if path not in self.shelves:
            parent = self._shelf(path[:-1])
            found = Shelf.objects.within(self.desk).filter(parent=parent, name__iexact=path[-1]).first()
            details = ShelfDetails(
                name=path[-1][:120],
                text=self.parcel.shelf_texts.get(path, "")[:400],
                names=self.parcel.shelf_names.get(path, {}),
            )
            if found is None and not self.actor.may("knowledge.arrange", self.desk.pk):
                found = parent  # The plan has said so.
            elif found is None:
                found = create_shelf(actor=self.actor, desk=self.desk, details=details, parent=parent)
            self.shelves[path] = found
        return self.shelves[path]


def _write(batch: ArticleImport, parcel: Parcel, rows: list[Row], stored: dict[str, tuple[Blob, str]]) -> None:
    """Everything, or nothing: a refusal on the way undoes what was written and is told."""
    actor = actor_for(batch.by, Channel.IMPORT) if batch.by is not None else None
    try:
        with transaction.atomic():
            if actor is None:
                raise Conflict(_("Whoever began this import is not there any more."))
            known = planning.known_articles(actor, batch.desk_id, parcel)
            _Writing(actor, batch.desk, batch.language, batch.choices, stored, parcel, known).write(rows)
            emit(ArticlesImported(batch=batch.pk, count=len(rows)), actor=actor, desk_id=batch.desk_id)
    except DeskhandError as refusal:
        _note(batch.desk_id, batch.pk, Stage.WORKING, stage=Stage.FAILED, failure=_sentence(refusal))
        return
    written = [row.written() for row in rows]
    _note(batch.desk_id, batch.pk, Stage.WORKING, stage=Stage.DONE, rows=written)


def _stored(archive: Archive, rows: list[Row]) -> dict[str, tuple[Blob, str]]:
    found: dict[str, tuple[Blob, str]] = {}
    for row in rows:
        if row.does in (REFUSE, SAME):
            continue
        for path in (*row.page.pictures.values(), *row.page.files):
            if path not in found:
                content = archive.read(path)
                kind = checked(path, content, is_inline=path in row.page.pictures.values())
                found[path] = blobs.store(content), kind
    return found


def _waiting(desk_id: int, pk: int, stage: Stage) -> ArticleImport | None:
    rows = ArticleImport.objects.within(desk_id).select_related("desk", "blob", "by")
    found: ArticleImport | None = rows.filter(pk=pk, stage=stage).first()
    return found


def _importer(batch: ArticleImport) -> Actor:
    """Whoever handed it over; nobody, who reads nothing, if they are gone."""
    if batch.by is None:
        return Actor(person_id=None, name="", channel=Channel.IMPORT)
    return actor_for(batch.by, Channel.IMPORT)


def _note(desk_id: int, pk: int, was: Stage, **values: Any) -> None:
    if values["stage"] in (Stage.DONE, Stage.FAILED):
        values["ended_at"] = clock.now()
    ArticleImport.objects.within(desk_id).filter(pk=pk, stage=was).update(**values)


def _sentence(refusal: DeskhandError) -> str:
    fields = getattr(refusal, "fields", {}) or {}
    return " ".join([str(refusal), *map(str, fields.values())])[:500]
