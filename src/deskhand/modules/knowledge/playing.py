"""Videos of articles on their way to whoever plays them: whole, or the part that a player asks for (RFC 9110, 14)."""

from __future__ import annotations

import re
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

from deskhand.files import blobs
from deskhand.modules.knowledge.models import ArticleFile

_ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def played(request: HttpRequest, file: ArticleFile) -> HttpResponseBase:
    """A video or its captions: 206 with the part that is asked for, 416 where there is none, else all of it. Who asks
    for several parts at once gets all, too."""
    size, mark = file.blob.size, f'"{file.blob.digest[:32]}"'
    asked = request.headers.get("Range", "")
    found = _ONE_RANGE.fullmatch(asked.replace(" ", ""))
    if found is None or found[0] == "bytes=-" or request.headers.get("If-Range", mark) != mark:
        answer: HttpResponseBase = FileResponse(blobs.opened(file.blob), content_type=file.content_type)
    else:
        first, last = _between(found[1], found[2], size)
        if first > last:
            answer = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        else:
            answer = _part(file, first, last)
    answer.headers["Accept-Ranges"], answer.headers["ETag"] = "bytes", mark
    return answer


def _between(begin: str, end: str, size: int) -> tuple[int, int]:
    """The first and the last byte; the first lies behind the last where there is nothing."""
    if not begin:
        return max(size - int(end), 0) if int(end) else size, size - 1
    return int(begin), min(int(end), size - 1) if end else size - 1


def _part(file: ArticleFile, first: int, last: int) -> HttpResponseBase:
    content = blobs.opened(file.blob)
    content.seek(first)
    answer = FileResponse(_Part(content, last - first + 1), status=206, content_type=file.content_type)
    answer.headers["Content-Length"] = str(last - first + 1)
    answer.headers["Content-Range"] = f"bytes {first}-{last}/{file.blob.size}"
    return answer


class _Part:
    """So many bytes of an open file, from where it stands."""

    def __init__(self, content: IO[bytes], left: int) -> None:
        self.content, self.left = content, left

    def read(self, size: int) -> bytes:
        piece = self.content.read(min(size, self.left))
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.content.close()
