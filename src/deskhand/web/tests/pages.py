"""Small pages on the base templates, with a server in memory behind them: what the islands are tested against."""

import base64
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from deskhand.web import specimens
from deskhand.web.gates import gate
from deskhand.web.htmx import toast

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")


@dataclass
class Server:
    """What the pretended server knows and was told."""

    version: int = 1
    subjects: dict[int, str] = field(default_factory=lambda: {n: f"Subject {n}" for n in range(101, 107)})
    priority: str = "normal"
    told: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    is_signed_out: bool = False
    draft_fails: bool = False

    def posts(self, name: str) -> list[dict[str, list[str]]]:
        return [body for kind, body in self.told if kind == name]


SERVER = Server()


def _page(request: HttpRequest, text: str, **context: Any) -> HttpResponse:
    return HttpResponse(engines["jinja2"].from_string(text).render({"server": SERVER, **context}, request))


def _told(request: HttpRequest, name: str) -> None:
    SERVER.told.append((name, {key: [str(v) for v in request.POST.getlist(key)] for key in request.POST}))


ROWS = """<tbody id="rows" data-live-src="/rows/">{% for n, subject in server.subjects.items() %}
<tr class="t" id="t-{{ n }}" data-row="{{ n }}"><td><input type="checkbox" class="checkbox checkbox-xs" name="tickets" value="{{ n }}"
form="bulk" aria-label="Select {{ n }}" data-select></td><td><a class="subject" data-open href="/ticket/?n={{ n }}">{{ subject }}</a></td></tr>
{% endfor %}</tbody>"""

LIST = (
    """{% extends "web/agent.html" %}{% import "web/ui.html" as ui %}
{% block bar %}<header class="bar"><h1 class="text-base">Tickets</h1>{{ ui.query_field(placeholder="Search") }}
{{ ui.link_button("New ticket", "/new/", key="c") }}</header>{% endblock %}
{% block main %}<form id="bulk" method="post" action="/bulk/" hx-post="/bulk/" hx-swap="none">{{ csrf_input }}</form>
<div class="scroll min-h-0 flex-1"><table class="ledger" data-ledger data-total="68"><thead><tr><th scope="col" class="w-9"><input
type="checkbox" class="checkbox checkbox-xs" aria-label="Select all on this page" data-select-page></th>{{ ui.head("Subject") }}</tr></thead>"""
    + ROWS
    + """</table></div><div class="relative z-10">{% call ui.selection_bar("bulk", 68) %}<button type="button"
class="btn btn-sm btn-quiet" popovertarget="assign" data-key="a">Assign</button>
{% call ui.picker("assign", "Assign", "assignee", "", form="bulk", search=true) %}{% for id, name in agents %}{{
ui.picker_option("assignee", id, name, form="bulk") }}{% endfor %}{% endcall %}{% endcall %}</div>{% endblock %}"""
)

PROPERTY = """{% import "web/ui.html" as ui %}<div id="prop-priority" data-property><button type="button" class="edit"
popovertarget="pick-priority" data-key="p"><span class="sr-only">Change Priority: </span>{{ ui.prio(server.priority) }}</button>
{% call ui.picker("pick-priority", "Priority", "priority", "/set/", was=server.priority) %}{% for p in ["urgent", "high", "normal",
"low"] %}{{ ui.picker_option("priority", p, ui.prio(p), is_current=p == server.priority) }}{% endfor %}{% endcall %}</div>"""

TICKET = (
    """{% extends "web/agent.html" %}{% import "web/ui.html" as ui %}
{% block main %}<div class="scroll min-h-0 flex-1 p-4"><h1>Ticket</h1><div id="thread"></div>"""
    + PROPERTY
    + """{{ ui.person_field("requester", "Requester", "/people/") }}
{% call ui.menu("More actions", "more") %}{{ ui.menu_item("Apples", attrs={"data-dialog": "hand-over"}) }}{{ ui.menu_item("Pears",
url="/list/") }}{% endcall %}{% call ui.dialog("hand-over", "Hand over") %}<p>Words</p>{% endcall %}
<form method="post" action="/remove/" data-confirm="Remove it?" data-confirm-verb="Remove">{{ ui.button("Remove", type="submit") }}</form>
<p data-read-url="/read/" data-read="1042:17">Seen</p>
{{ ui.composer("composer", "/reply/", csrf_input, requester="Mara", desk="IT", to=[{"name": "Mara", "address": "mara@kestrel.example"}],
statuses=[{"value": "resolved", "label": "Resolved", "category": "resolved"}], upload_url="/upload/", draft_url="/draft/",
canned_url="/canned/", search_url="/people/", target="#thread", max_bytes=2000) }}</div>{% endblock %}"""
)


@gate("public")
def ticket_list(request: HttpRequest) -> HttpResponse:
    context = {"agents": specimens.AGENTS, "live": {"url": "/live/", "version": SERVER.version}, "nav": NAV}
    return _page(request, LIST, **context)


@gate("public")
def ticket(request: HttpRequest) -> HttpResponse:
    return _page(request, TICKET, nav=NAV)


@gate("public")
def rows(request: HttpRequest) -> HttpResponse:
    return _page(request, ROWS)


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
    return _page(request, PROPERTY)


def _conflict(request: HttpRequest) -> HttpResponse:
    text = '{% import "web/ui.html" as ui %}{{ ui.conflict("Ben Okafor", at, rows, "/set/", fields={"priority": "high"}) }}'
    difference = {"label": "Priority", "before": "Normal", "theirs": "Urgent", "mine": "Low"}
    response = _page(request, text, at=timezone.now(), rows=[difference])
    response.status_code = 409
    return response


@gate("public")
def reply(request: HttpRequest) -> HttpResponse:
    _told(request, "reply")
    if "refuse" in request.POST["body"]:
        return JsonResponse({"detail": "This ticket was merged into 1033."}, status=422)
    return _page(request, '<article class="msg">{{ body }}</article>', body=request.POST["body"])


@gate("public")
def draft(request: HttpRequest) -> HttpResponse:
    if SERVER.draft_fails:
        return JsonResponse({"detail": "no"}, status=500)
    _told(request, "draft")
    return JsonResponse({"saved_at": timezone.now().isoformat()})


@gate("public")
def upload(request: HttpRequest) -> HttpResponse:
    file = request.FILES["file"]
    is_image = str(file.content_type).startswith("image/")
    body = {"id": 7, "url": "/upload/7/", "filename": file.name, "size": file.size, "is_image": is_image}
    return JsonResponse(body, status=201)


@gate("public")
def uploaded(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PIXEL, content_type="image/png")


@gate("public")
def people(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").lower()
    everybody = [{"id": 5, "label": "Hui Min Tan", "detail": "hui@kestrel.example"}]
    return JsonResponse({"items": [one for one in everybody if wanted in str(one).lower()]})


@gate("public")
def canned(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"items": [{"id": 1, "title": "Greeting", "body": "<p>Good morning Mara,</p>"}]})


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
    path("read/", told),
    path("remove/", told),
    path("new/", told),
]
