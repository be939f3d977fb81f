"""All addresses. The only file besides settings and the command line that may name everybody."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, include, path

from deskhand.kernel import modules
from deskhand.web.gates import gate

handler400 = "deskhand.web.errors.bad_request"
handler403 = "deskhand.web.errors.forbidden"
handler404 = "deskhand.web.errors.not_found"
handler429 = "deskhand.web.errors.too_many"  # What allauth answers when somebody tries too often.
handler500 = "deskhand.web.errors.broken"


@gate("public")
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as soon as the process answers. Asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@gate("public")
def mail_health(request: HttpRequest) -> JsonResponse:
    """How mail does, for monitors: 200 while it goes, 503 when somebody should look. Only words: no names, no figures,
    for anybody may ask. The figures are in the API (``/api/v1/mail-health``) and in ``deskhand doctor``."""
    from deskhand.mail import health

    told = health.in_brief()
    return JsonResponse(told, status=200 if told["status"] == "ok" else 503)


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("healthz/mail", mail_health, name="mail_health"),
]

for _prefix, _urls in (
    ("", "deskhand.portal.urls"),
    ("", "deskhand.accounts.urls"),
    ("agent/", "deskhand.tickets.urls"),
    ("files/", "deskhand.tickets.file_urls"),
    ("", "deskhand.tickets.notify_urls"),
    ("agent/settings/", "deskhand.ops.mail_pages.urls"),
    ("agent/settings/", "deskhand.ops.calendar_pages.urls"),
    ("api/v1/", "deskhand.api.urls"),
    ("", "deskhand.webhooks.urls"),
    ("", "deskhand.ops.urls"),
):
    if modules.is_there(_urls):
        urlpatterns.append(path(_prefix, include(_urls)))

for _module in modules.installed():
    if modules.is_there(f"{_module.name}.urls"):
        urlpatterns.append(path("", include(f"{_module.name}.urls")))

if settings.DEBUG:
    urlpatterns.append(path("style/", include("deskhand.web.urls")))
