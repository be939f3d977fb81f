"""Small pages on the base templates, with a server in memory behind them: what the islands are tested against."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path
from django.utils import timezone
from django.utils.safestring import mark_safe

from deskhand.web import specimens
from deskhand.web.gates import gate
from deskhand.web.htmx import toast

PIXEL = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
TEXTS = Path(__file__).parent / "texts"


@dataclass
class Server:
    """What the pretended server knows and was told."""

    version: int = 1
    subjects: dict[int, str] = field(default_factory=lambda: {n: f"Subject {n}" for n in range(101, 107)})
    priority: str = "normal"
    told: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    is_signed_out: bool = False
    draft_fails: bool = False

    def forget(self) -> None:
        """Begin again."""
        self.__dict__.update(vars(Server()))

    def posts(self, name: str) -> list[dict[str, list[str]]]:
        return [body for kind, body in self.told if kind == name]


SERVER = Server()


def _text(request: HttpRequest, name: str, **context: Any) -> str:
    template = engines["jinja2"].from_string((TEXTS / f"{name}.html").read_text(encoding="utf-8"))
    return mark_safe(template.render({"server": SERVER, **context}, request))  # noqa: S308 - rendered by our templates


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return HttpResponse(_text(request, name, **context))


def _told(request: HttpRequest, name: str) -> None:
    SERVER.told.append((name, {key: [str(v) for v in request.POST.getlist(key)] for key in request.POST}))


@gate("public")
def ticket_list(request: HttpRequest) -> HttpResponse:
    context = {"agents": specimens.AGENTS, "live": {"url": "/live/", "version": SERVER.version}, "nav": NAV}
    return _page(request, "list", rows=_text(request, "rows"), **context)


@gate("public")
def ticket(request: HttpRequest) -> HttpResponse:
    return _page(request, "ticket", property=_text(request, "property"), nav=NAV)


@gate("public")
def rows(request: HttpRequest) -> HttpResponse:
    return _page(request, "rows")


@gate("public")
def live(request: HttpRequest) -> HttpResponse:
    if SERVER.is_signed_out:
        return JsonResponse({"detail": "Sign in"}, status=401)
    if request.GET.get("since") == str(SERVER.version):
        return HttpResponse(status=204)
    return JsonResponse({"version": str(SERVER.version), "unread": 3})


@gate("public")
def bulk(request: HttpRequest) -> HttpResponse:
    _told(request, "bulk")
    return toast(HttpResponse(), "2 tickets given to Ben Okafor", undo_url="/undo/")


@gate("public")
def undo(request: HttpRequest) -> HttpResponse:
    _told(request, "undo")
    return toast(HttpResponse(), "Undone")


@gate("public")
def set_priority(request: HttpRequest) -> HttpResponse:
    _told(request, "set")
    wanted = request.POST["priority"]
    if wanted == "urgent":
        return JsonResponse({"detail": "Only leads may set this to urgent."}, status=403)
    if wanted == "low":
        return _conflict(request)
    SERVER.priority = wanted
    return _page(request, "property")


def _conflict(request: HttpRequest) -> HttpResponse:
    difference = {"label": "Priority", "before": "Normal", "theirs": "Urgent", "mine": "Low"}
    response = _page(request, "conflict", at=timezone.now(), rows=[difference])
    response.status_code = 409
    return response


@gate("public")
def reply(request: HttpRequest) -> HttpResponse:
    _told(request, "reply")
    if "refuse" in request.POST["body"]:
        return JsonResponse({"detail": "This ticket was merged into 1033."}, status=422)
    return _page(request, "message", body=request.POST["body"])


@gate("public")
def draft(request: HttpRequest) -> HttpResponse:
    if SERVER.draft_fails:
        return JsonResponse({"detail": "no"}, status=500)
    _told(request, "draft")
    return JsonResponse({"saved_at": timezone.now().isoformat()})


@gate("public")
def upload(request: HttpRequest) -> HttpResponse:
    file = request.FILES["file"]
    assert isinstance(file, UploadedFile)
    is_image = str(file.content_type).startswith("image/")
    body = {"id": 7, "url": "/upload/7/", "filename": file.name, "size": file.size, "is_image": is_image}
    return JsonResponse(body, status=201)


@gate("public")
def uploaded(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PIXEL, content_type="image/svg+xml")


@gate("public")
def people(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").lower()
    everybody = [{"id": 5, "label": "Hui Min Tan", "detail": "hui@kestrel.example"}]
    return JsonResponse({"items": [one for one in everybody if wanted in str(one).lower()]})


@gate("public")
def canned(request: HttpRequest) -> HttpResponse:
    greeting = {"id": 1, "title": "Greeting", "body": "<p>Good morning Mara,</p>", "shortcut": "gm", "files": 1}
    return JsonResponse({"items": [greeting] if "gm".startswith(request.GET.get("shortcut", "")) else []})


@gate("public")
def use_canned(request: HttpRequest) -> HttpResponse:
    body = {"id": 8, "url": "/upload/7/", "filename": "map.png", "size": 12, "is_image": True}
    return JsonResponse({"files": [body]})


@gate("public")
def mentionable(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"items": [{"id": "person-5", "label": "Ben Okafor", "detail": ""}]})


@gate("public")
def told(request: HttpRequest) -> HttpResponse:
    _told(request, request.path.strip("/"))
    return HttpResponse("<title>Removed</title>")


NAV = [{"label": "Tickets", "url": "/list/", "icon": "inbox", "key": "g t"}]

# The one address of another app that every page knows: the switch of the language.
_language = ([path("<str:code>/", told, name="language")], "accounts")

urlpatterns = [
    path("language/", include(_language)),
    path("favicon.ico", told),
    path("style/", include("deskhand.web.urls")),
    path("list/", ticket_list),
    path("ticket/", ticket),
    path("rows/", rows),
    path("live/", live),
    path("bulk/", bulk),
    path("undo/", undo),
    path("set/", set_priority),
    path("reply/", reply),
    path("draft/", draft),
    path("upload/", upload),
    path("upload/7/", uploaded),
    path("people/", people),
    path("canned/", canned),
    path("canned/1/use", use_canned),
    path("mentionable/", mentionable),
    path("read/", told),
    path("remove/", told),
    path("new/", told),
]
