"""Pages for what cannot be answered. They ask no database, so that they work when it does not."""

from urllib.parse import urlencode

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template import loader
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from deskhand.kernel.errors import DeskhandError, ElsewhereFirst, TooMany
from deskhand.web.htmx import go, is_htmx

_REFUSED = {
    403: _lazy("You may not do this"),
    409: _lazy("This does not fit any more"),
    412: _lazy("Somebody changed this meanwhile"),
    413: _lazy("This is too large"),
    429: _lazy("Too many tries"),
}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be understood; 413 if it is merely too much."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    if isinstance(exception, DisallowedHost):
        unknown = _("Nothing answers under this address. Use the one that you were given.")
        return error_page(request, 400, _("Unknown address"), unknown)
    sentence = _("Go back and try again. If you followed a link, it may be cut off.")
    return error_page(request, 400, _("This request cannot be understood"), sentence)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: a verb that one may not do on what one may read; the exception's text says why."""
    why = str(exception or "") or _("Ask an administrator of this desk if you need to.")
    return error_page(request, 403, _("You may not do this"), why)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or old (setting CSRF_FAILURE_VIEW)."""
    return error_page(
        request,
        403,
        _("This page has been open too long"),
        _("Go back, load the page again and repeat the last step. Cookies must be allowed for this address."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: absent and forbidden are told in the same words."""
    return error_page(
        request, 404, _("Nothing here"), _("It does not exist, it was moved, or you do not have access to it.")
    )


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413: more was sent than is taken."""
    why = str(exception or "") or _("Send smaller files, or fewer at once. Nothing was saved.")
    return error_page(request, 413, _("This is too large"), why)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: asked too often. What allauth counts by itself, it counts over a minute."""
    sentence = _("Try again in a minute. This protects everybody’s account.")
    response = error_page(request, 429, _("Too many tries"), sentence)
    response.headers["Retry-After"] = "60"
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours; the page names the request, so that the log tells more."""
    sentence = _(
        "It is not your fault, and it is written in the log. What you saved before is safe. Try again in a minute."
    )
    return error_page(request, 500, _("Something broke here"), sentence)


def refusal(request: HttpRequest, error: DeskhandError) -> HttpResponse:
    """Answer an action's refusal with its own sentence and status; what one may not know of looks absent."""
    if error.status == 404:
        return not_found(request)
    if isinstance(error, ElsewhereFirst) and "application/json" not in request.headers.get("Accept", ""):
        return _elsewhere(request, error.page)
    response = error_page(request, error.status, _REFUSED.get(error.status, _("This was not done")), str(error))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _elsewhere(request: HttpRequest, page: str) -> HttpResponse:
    """Lead to the page on which something has to be done first; from there it goes on to what was asked for."""
    if is_htmx(request):
        return go(page)
    return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else page)


def error_page(request: HttpRequest, status: int, title: object, sentence: str) -> HttpResponse:
    """Answer with the words in the form that was asked for: a page, a sentence for htmx, or JSON for the islands."""
    request_id = str(getattr(request, "request_id", "") or "")
    if is_htmx(request) or "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"title": str(title), "detail": sentence, "request_id": request_id}, status=status)
    # Rendered without the request: context processors may ask a database that is the very fault.
    context = {"status": status, "title": title, "sentence": sentence, "request_id": request_id}
    return HttpResponse(loader.get_template("web/error.html").render(context), status=status)
