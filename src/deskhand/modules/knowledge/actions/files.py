"""Pictures, videos and files of an article."""

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

VIDEOS = {"MP4": "video/mp4", "WebM": "video/webm"}
"""Videos that are played in the text, and what they are called on the way."""

CAPTIONS = "text/vtt"
"""What is said in a video, to be read while it plays."""

PLAYED = {"video/mp4": ".mp4", "video/webm": ".webm", CAPTIONS: ".vtt"}
"""What a video needs to be played, and how its name ends."""

_EBML = b"\x1a\x45\xdf\xa3"
_HEAD_BYTES = 64


def add_file(*, actor: Actor, article: Article, filename: str, content: bytes, is_inline: bool = True) -> ArticleFile:
    """Keep a file with an article; ``is_inline``: a picture, a video or its captions for the text. What kind it is the
    bytes say, not the name. Raises TooLarge, or Invalid for what is none of these though it should be."""
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
            filename=_named(safe_name(filename), content_type),
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
    """The kind of a file (its media type). Raises TooLarge, or Invalid for what cannot be shown in the text."""
    limit = settings.DESKHAND.max_upload
    if len(content) > limit:
        said = {"name": filename, "size": limit // (1024 * 1024)}
        raise TooLarge(_("%(name)s is too large: at most %(size)s MB for a file.") % said)
    if not is_inline:
        return "application/octet-stream"
    return _played(content) or _picture(filename, content)


def _played(content: bytes) -> str:
    """The kind of a video, or of captions; nothing for anything else."""
    head = content[:_HEAD_BYTES]
    if head[4:8] == b"ftyp" and head[8:12] != b"qt  ":
        return VIDEOS["MP4"]
    if head.startswith(_EBML) and b"webm" in head:
        return VIDEOS["WebM"]
    return CAPTIONS if _is_captions(content) else ""


def _is_captions(content: bytes) -> bool:
    if not content.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _picture(filename: str, content: bytes) -> str:
    try:
        with Image.open(io.BytesIO(content), formats=tuple(PICTURES)) as picture:
            width, height = picture.size
            kind = PICTURES[str(picture.format)]
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        said = {"name": filename, "kinds": ", ".join([*PICTURES, *VIDEOS])}
        raise Invalid(
            _("%(name)s is no picture and no video that can be shown. Use one of: %(kinds)s.") % said
        ) from None
    if width * height > PIXEL_LIMIT:
        most = {"name": filename, "limit": PIXEL_LIMIT // 1_000_000}
        raise TooLarge(_("%(name)s is too large to be shown: at most %(limit)s million pixels.") % most)
    return kind


def _named(filename: str, kind: str) -> str:
    """With the ending of its kind, by which the text knows a video."""
    ending = PLAYED.get(kind, "")
    return filename if filename.lower().endswith(ending) else f"{filename[: 255 - len(ending)]}{ending}"
