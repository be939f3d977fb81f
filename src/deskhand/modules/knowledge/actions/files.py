"""Pictures and files of an article."""

from __future__ import annotations

import io
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from deskhand.files import blobs
from deskhand.files.models import Blob
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound, TooLarge
from deskhand.modules.knowledge.models import Article, ArticleFile
from deskhand.tickets.actions.upload import fresh_key, safe_name

FILE_LIMIT = 200
"""Files of one article, pictures counted."""

PIXEL_LIMIT = 40_000_000
"""Largest picture in pixels: what a reader's phone can still show."""

PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
"""Pictures that are shown in the text, and what they are called on the way."""


def add_file(*, actor: Actor, article: Article, filename: str, content: bytes, is_inline: bool = True) -> ArticleFile:
    """Keep a file with an article; ``is_inline``: a picture for its text. What kind it is the bytes say, not the name.
    Raises TooLarge, or Invalid for what is no picture though it should be one."""
    actor.need("knowledge.write", article.desk_id)
    kind = checked(filename, content, is_inline=is_inline)
    return keep_file(actor, article, blobs.store(content), filename=filename, content_type=kind, is_inline=is_inline)


def keep_file(
    actor: Actor, article: Article, blob: Blob, *, filename: str, content_type: str, is_inline: bool
) -> ArticleFile:
    """Keep content that is stored and checked already with an article."""
    actor.need("knowledge.write", article.desk_id)
    with transaction.atomic():
        if ArticleFile.objects.within(article.desk_id).filter(article=article, removed_at=None).count() >= FILE_LIMIT:
            raise Invalid(_("An article has at most %(limit)s files.") % {"limit": FILE_LIMIT})
        made: ArticleFile = ArticleFile.objects.create(
            article=article,
            blob=blob,
            key=fresh_key()[:40],
            filename=safe_name(filename),
            content_type=content_type,
            is_inline=is_inline,
            added_by_id=actor.person_id,
            added_at=clock.now(),
        )
    return made


@transaction.atomic
def remove_file(*, actor: Actor, file: ArticleFile) -> None:
    """Offer a file no longer; versions that show it keep it. Raises NotFound if it is gone."""
    actor.need("knowledge.write", file.article.desk_id)
    kept = ArticleFile.objects.within(file.article.desk_id).filter(pk=file.pk, removed_at=None)
    if not kept.update(removed_at=clock.now()):
        raise NotFound


def address_of(file: ArticleFile) -> str:
    """Where the file is fetched, by whoever may read its article."""
    return f"/help/files/{file.key}/{quote(file.filename)}"


def checked(filename: str, content: bytes, *, is_inline: bool) -> str:
    """The kind of a file (its media type). Raises TooLarge, or Invalid for a picture that cannot be shown."""
    limit = settings.DESKHAND.max_upload
    if len(content) > limit:
        said = {"name": filename, "size": limit // (1024 * 1024)}
        raise TooLarge(_("%(name)s is too large: at most %(size)s MB for a file.") % said)
    if not is_inline:
        return "application/octet-stream"
    try:
        with Image.open(io.BytesIO(content), formats=tuple(PICTURES)) as picture:
            width, height = picture.size
            kind = PICTURES[str(picture.format)]
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        said = {"name": filename, "kinds": ", ".join(PICTURES)}
        raise Invalid(_("%(name)s is no picture that can be shown. Use one of: %(kinds)s.") % said) from None
    if width * height > PIXEL_LIMIT:
        said = {"name": filename, "limit": PIXEL_LIMIT // 1_000_000}
        raise TooLarge(_("%(name)s is too large to be shown: at most %(limit)s million pixels.") % said)
    return kind
