"""Organizations and their mail domains. They are shared by all desks."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.actions import save_organization
from deskhand.accounts.models import Desk, Organization
from deskhand.ops.forms.desk import OrganizationForm
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate

SHOWN = 200
"""Organizations on the page; the search finds the others."""


@gate("desk:organizations.edit", sample="desk")
def organizations(request: HttpRequest, desk: str) -> HttpResponse:
    """All organizations."""
    return _page(request, the_desk(desk))


@gate("desk:organizations.edit", sample="desk")
@require_http_methods(["GET", "POST"])
def organization(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One organization, or a new one."""
    here = the_desk(desk)
    row = get_object_or_404(Organization, pk=pk) if pk else None
    if request.method != "POST":
        return _page(request, here, row=row, form=OrganizationForm.of(row) if row else OrganizationForm())
    form = OrganizationForm(request.POST)
    actor = actor_of(request)
    if done(form, lambda **wanted: save_organization(actor=actor, desk_id=here.pk, organization=row, **wanted)):
        return after(request, _("The organization is saved."), "ops:organizations", desk)
    return _page(request, here, row=row, form=form, status=422)


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    row: Organization | None = None,
    form: OrganizationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:100]
    found = Organization.objects.filter(name__icontains=typed) if typed else Organization.objects.all()
    rows = found.annotate(size=Count("people")).prefetch_related("domains").order_by("name")[:SHOWN]
    given = {"rows": rows, "total": found.count(), "typed": typed, "shown": SHOWN, "row": row, "form": form}
    return page(request, "ops/organizations.html", desk, status=status, **given)
