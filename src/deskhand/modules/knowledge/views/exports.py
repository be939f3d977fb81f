"""Articles as a ZIP file of Markdown: what the reader reads, narrowed as their list is."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from deskhand.kernel import clock
from deskhand.modules.knowledge.exchange.exporting import exported
from deskhand.modules.knowledge.forms_list import ListForm
from deskhand.tickets.context import actor_of, desk_of
from deskhand.web.gates import gate


@gate("desk:knowledge.read", sample="desk")
@require_GET
def export(request: HttpRequest, desk: str) -> HttpResponseBase:
    """The articles of the list as it is narrowed, archived ones only if the list shows them."""
    actor, where = actor_of(request), desk_of(request, desk)
    archive = exported(actor, where, ListForm(request.GET, desk=where).wanted)
    name = f"articles-{where.key}-{clock.now().date().isoformat()}.zip"
    return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")
