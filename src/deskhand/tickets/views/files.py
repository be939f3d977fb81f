"""Files: sent so that no browser can be made to run them, and taken in from composers."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.files import blobs
from deskhand.kernel.errors import Invalid, TooLarge
from deskhand.tickets import access, actions, context, conversation, forms
from deskhand.tickets.models import Attachment
from deskhand.web.gates import gate

SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
"""Types that a browser may show in place: pictures of dots, which hold no script. All else is handed over as a file."""

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
)


@xframe_options_sameorigin
@require_http_methods(["GET", "HEAD", "DELETE"])
@gate("own_ticket", sample="file")
def one(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    """A file that the actor may read; DELETE throws an own upload away that no message carries yet."""
    actor = context.actor_of(request)
    attachment = access.attachment_for(actor, key)
    if request.method == "DELETE":
        actions.discard_upload(actor=actor, attachment=attachment)
        return HttpResponse(status=204)
    return sent(attachment)


@require_POST
@gate("desk:tickets.note", sample="desk")
def upload(request: HttpRequest, desk: str) -> JsonResponse:
    """Take in one file (``file``) for a message to come: 201 and what the composer shows of it."""
    actor = context.actor_of(request)
    here = context.desk_of(request, desk)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Invalid(_("Choose a file."), {"file": _("Choose a file.")})
    if (file.size or 0) > settings.DESKHAND.max_upload:
        megabytes = settings.DESKHAND.max_upload // (1024 * 1024)
        raise TooLarge(
            _("%(name)s is too large: at most %(size)s MB for a file.") % {"name": file.name, "size": megabytes}
        )
    return JsonResponse(conversation.chip(forms.stored(file, actor, here)), status=201)


def sent(attachment: Attachment) -> FileResponse:
    """The answer that carries a file: streamed, never sniffed, never run, never kept by a shared cache."""
    kind = _shown_type(attachment)
    content = blobs.opened(attachment.blob)
    response = FileResponse(
        content,
        as_attachment=kind is None,
        filename=attachment.filename,
        content_type=kind or "application/octet-stream",
    )
    closed(response)
    return response


def closed(response: HttpResponseBase) -> HttpResponseBase:
    """The same answer, never sniffed, never run, never kept by a shared cache."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response._csp_replace = {"default-src": ["'none'"], "sandbox": []}  # type: ignore[attr-defined]
    return response


def _shown_type(attachment: Attachment) -> str | None:
    """The type to show it in place, if its first bytes say so too; None hands it over as a file."""
    if attachment.content_type not in SHOWN_INLINE:
        return None
    with blobs.opened(attachment.blob) as content:
        head = content.read(16)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
