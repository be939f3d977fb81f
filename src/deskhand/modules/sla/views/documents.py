"""The documents of a contract."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from deskhand.files import blobs
from deskhand.files.models import Blob
from deskhand.kernel.errors import DeskhandError
from deskhand.modules.sla import contract_access
from deskhand.modules.sla.actions import agreements as verbs
from deskhand.tickets.context import actor_of, desk_of
from deskhand.web.gates import gate


@gate("desk:sla.policies", sample="desk")
@require_POST
def add(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Keep files with a contract."""
    row = contract_access.agreement_for(actor_of(request), pk, desk_id=desk_of(request, desk).pk)
    files = request.FILES.getlist("file")
    if not files:
        messages.error(request, _("Choose a file."))
    for file in files[: verbs.DOCUMENT_LIMIT]:
        try:
            verbs.add_document(actor=actor_of(request), agreement=row, filename=file.name or "", content=file.read())
            messages.success(request, _("“%(name)s” is kept.") % {"name": file.name})
        except DeskhandError as refusal:
            messages.error(request, str(refusal))
    return redirect("sla:agreement", desk, pk)


@gate("desk:sla.contracts", sample="desk")
@require_GET
def one(request: HttpRequest, desk: str, pk: int) -> HttpResponseBase:
    """The file itself: handed over, never shown in place."""
    row = contract_access.document_for(actor_of(request), pk, desk_id=desk_of(request, desk).pk)
    return handed_over(row.blob, row.filename)


@gate("desk:sla.policies", sample="desk")
@require_POST
def remove(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take it away."""
    row = contract_access.document_for(actor_of(request), pk, desk_id=desk_of(request, desk).pk)
    verbs.remove_document(actor=actor_of(request), document=row)
    undo = reverse("sla:restore_document", args=[desk, pk])
    messages.success(request, _("“%(name)s” is removed.") % {"name": row.filename}, extra_tags=f"undo:{undo}")
    return redirect("sla:agreement", desk, row.agreement_id)


@gate("desk:sla.policies", sample="desk")
@require_POST
def restore(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Bring it back."""
    row = contract_access.document_for(actor_of(request), pk, desk_id=desk_of(request, desk).pk)
    verbs.restore_document(actor=actor_of(request), document=row)
    messages.success(request, _("“%(name)s” is back.") % {"name": row.filename})
    return redirect("sla:agreement", desk, row.agreement_id)


def handed_over(blob: Blob, filename: str, content_type: str = "application/octet-stream") -> FileResponse:
    """The answer that carries a file: streamed, never sniffed, never run, never kept by a shared cache."""
    response = FileResponse(blobs.opened(blob), as_attachment=True, filename=filename, content_type=content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
