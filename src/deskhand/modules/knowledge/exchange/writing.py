"""The folder form of a desk's articles, as a ZIP file: what :mod:`folder` reads again without loss.

A part is written as Markdown where Markdown gives the same HTML again, else the file is HTML.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Any

import yaml

from deskhand.files import blobs
from deskhand.modules.knowledge import markdown
from deskhand.modules.knowledge.actions.files import address_of
from deskhand.modules.knowledge.actions.write import open_version
from deskhand.modules.knowledge.exchange import markup
from deskhand.modules.knowledge.exchange.folder import SHELF_FILE
from deskhand.modules.knowledge.exchange.planning import link_of, own_origin
from deskhand.modules.knowledge.models import Article, ArticleFile, Shelf, Translation, Version
from deskhand.modules.knowledge.words import PARTS


def write(articles: Iterable[Article], into: IO[bytes]) -> int:
    """Write the articles (those that the asker reads) with their newest words, their files and categories. Returns how
    many files of words there are."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        export = _Export(archive, list(articles))
        return export.written()


@dataclass
class _Export:
    archive: zipfile.ZipFile
    articles: list[Article]
    folders: dict[int, str] = field(default_factory=dict)
    places: dict[tuple[int, str], str] = field(default_factory=dict)

    def written(self) -> int:
        said = [
            (article, one, version)
            for article in self.articles
            for one in article.translations.all()
            if (version := open_version(one) or one.published or one.versions.first()) is not None
        ]
        for article, one, version in said:
            parts = {part: html for part in PARTS if (html := getattr(version, part))}
            ending = ".md" if all(map(_is_kept_by_markdown, parts.values())) else ".html"
            self.places[article.pk, one.language] = f"{self._place(article, one)}{ending}"
        for article, one, version in said:
            self._write(article, one, version)
        return len(said)

    def _place(self, article: Article, one: Translation) -> str:
        """Where a translation lies, without ending: the number keeps names apart."""
        folder = self._folder(article.shelf)
        return posixpath.join(folder, f"{one.slug[:60] or 'article'}-{article.pk}.{one.language}")

    def _folder(self, shelf: Shelf | None) -> str:
        if shelf is None:
            return ""
        if shelf.pk not in self.folders:
            folder = posixpath.join(self._folder(shelf.parent), shelf.slug)
            self.folders[shelf.pk] = folder
            matter = {"title": shelf.name, "names": dict(shelf.names)}
            self.archive.writestr(f"{folder}/{SHELF_FILE}", f"{_front(matter)}\n{shelf.text}\n")
        return self.folders[shelf.pk]

    def _write(self, article: Article, one: Translation, version: Version) -> None:
        place = self.places[article.pk, one.language]
        files = {address_of(file): self._file(file) for file in article.files.filter(removed_at=None)}
        links = {link_of(other, None).rpartition("-")[0]: other.pk for other in self.articles}
        here = posixpath.dirname(place)

        def picture(address: str) -> str | None:
            return posixpath.relpath(files[address], here or ".") if address in files else None

        def link(address: str) -> str | None:
            if address in files:
                return posixpath.relpath(files[address], here or ".")
            target = links.get(address.rpartition("-")[0]) if "/articles/" in address else None
            found = self._other(target, one.language) if target else None
            return posixpath.relpath(found, here or ".") if found else None

        said = {part: getattr(version, part) for part in PARTS if getattr(version, part)}
        outward = {part: markup.readdressed(html, picture, link) for part, html in said.items()}
        if place.endswith(".md"):
            outward = {part: markdown.markdown_from(html) for part, html in outward.items()}
        text = "\n\n".join(f"<!-- {part} -->\n\n{body}" for part, body in outward.items())
        offered = [files[address_of(file)] for file in article.files.filter(removed_at=None, is_inline=False)]
        matter = self._matter(article, one, version, [posixpath.relpath(path, here or ".") for path in offered])
        self.archive.writestr(place, f"{_front(matter)}\n{text}\n")

    def _other(self, pk: int, language: str) -> str | None:
        return self.places.get((pk, language))

    def _file(self, file: ArticleFile) -> str:
        path = f"files/{file.blob.digest[:12]}-{file.filename}"
        if path not in self.archive.namelist():
            self.archive.writestr(path, blobs.read(file.blob))
        return path

    def _matter(self, article: Article, one: Translation, version: Version, files: list[str]) -> dict[str, Any]:
        owner = article.owner.email if article.owner is not None else None
        given = {
            "title": version.title,
            "summary": version.summary,
            "language": one.language,
            "origin": own_origin(article),
            "audience": article.audience,
            "confidence": article.confidence,
            "draft": one.published_id is None,
            "keywords": [word.strip() for word in article.keywords.split(",") if word.strip()],
            "position": article.position,
            "owner": owner,
            "review": article.review_at,
            "expires": article.expires_at,
            "files": files,
        }
        return {name: value for name, value in given.items() if value not in (None, "", [])}


def _front(matter: dict[str, Any]) -> str:
    return f"---\n{yaml.safe_dump(matter, allow_unicode=True, sort_keys=False, width=1000)}---\n"


def _is_kept_by_markdown(html: str) -> bool:
    """Whether its Markdown becomes the same clean HTML again."""
    again = markdown.html_from(markdown.markdown_from(html))
    return " ".join(again.split()) == " ".join(html.split())
