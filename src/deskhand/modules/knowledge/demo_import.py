"""Articles of a folder come to a desk of the demo, imported as anybody would."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge.actions import arrange, import_articles
from deskhand.modules.knowledge.models import Article, Audience, Shelf


def imported(desk: Desk, actor: Actor, folder: str, name: str) -> dict[str, Article]:
    """The articles of the folder, by their paths without language and ending. The steps of the worker are taken here:
    a demo is whole before anybody works."""
    content = _packed(folder)
    batch = import_articles.hand_over(actor=actor, desk=desk, filename=name, content=content, language="en")
    _finished(import_articles.read_through(desk.pk, batch.pk))
    import_articles.begin_import(
        actor=actor, batch=batch, audience=Audience.AGENTS, is_published=True, keeps_audiences=True
    )
    _finished(import_articles.work_through(desk.pk, batch.pk))
    found = Article.objects.within(desk).filter(origin__startswith="folder:")
    return {one.origin.partition(":")[2]: one for one in found}


def pictured(actor: Actor, shelf: Shelf, icon: str, texts: Mapping[str, str] | None = None) -> None:
    """Give a category its picture, and its description in further languages."""
    details = arrange.ShelfDetails(name=shelf.name, text=shelf.text, icon=icon, names=shelf.names, texts=texts or {})
    arrange.edit_shelf(actor=actor, shelf=shelf, details=details)


def _packed(folder: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        _pack(archive, resources.files("deskhand.modules.knowledge") / folder, "")
    return kept.getvalue()


def _pack(archive: zipfile.ZipFile, folder: Traversable, path: str) -> None:
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        place = posixpath.join(path, one.name)
        if one.is_dir():
            _pack(archive, one, place)
        else:
            archive.writestr(place, one.read_bytes())


def _finished(finish: Any) -> None:
    if finish is not None:
        finish()
