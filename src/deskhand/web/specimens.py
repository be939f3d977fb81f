"""Example content of the style page: invented people of invented organizations, and data as ugly as it comes."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

AGENTS = (
    (1, "Jana Vogt"),
    (2, "Ben Okafor"),
    (3, "Priya Raman"),
    (4, "Tomasz Zieliński"),
    (5, "Lena Hartmann"),
    (6, "Samir Haddad"),
    (7, "Chloé Martin"),
    (8, "Kwame Mensah"),
)
REQUESTERS = (
    (11, "Mara Lindqvist"),
    (12, "Dr.-Ing. Maximiliane-Friederike Obermüller-Schönborn-Wiesentheid"),
    (13, "محمد عبد الرحمن"),
    (14, "李小龍"),
    (15, "no-reply-7f3a9c0e1b2d4@mailer.bounces.very-long-subdomain.example"),
    (16, ""),
)

# category, number, subject, requester, priority, agent, minutes ago, unread, tags
_ROWS = (
    ("open", 1029, "Scanner in Halle 3 schreibt leere PDFs in den Ordner", 0, "high", 0, 12, True, ("printing",)),
    ("new", 987, "Locked out after changing my phone, second factor is gone", 0, "urgent", None, 36, True, ("access",)),
    ("open", 1042, "VPN drops every few minutes since Monday’s update", 0, "high", 0, 125, True, ("vpn", "client-5.2")),
    ("on_hold", 1038, "Docking station: second screen flickers at 60 Hz", 0, "low", 1, 1500, False, ("hardware",)),
    (
        "open",
        1048576,
        "AW: WG: RE: Fwd: " + "Druckerwarteschlangenverwaltungsdienst reagiert nicht mehr " * 4,
        1,
        "urgent",
        3,
        60 * 24 * 900,
        True,
        ("a", "very-long-tag-name-somebody-imported-long-ago", "x"),
    ),
    ("new", 7, "", 5, "normal", None, 0, False, ()),
    ("open", 1044, "لا يمكنني تسجيل الدخول إلى حسابي بعد تحديث كلمة المرور", 2, "high", 2, 1, False, ("access",)),
    ("closed", 12, "🖨️🖨️🖨️ HELP!!! 打印机不工作 <script>alert(1)</script>", 3, "normal", 4, 60 * 24 * 700, False, ()),
    (
        "cancelled",
        13,
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsbibliothek",
        4,
        "normal",
        None,
        60 * 24 * 150,
        False,
        tuple(f"tag-{n}" for n in range(60)),
    ),
    ("resolved", 1031, "Teams-Anrufe ohne Ton, aber nur mit dem Headset", 0, "normal", 5, 4000, False, ("calls",)),
)


def parts() -> dict[str, Any]:
    """Return what the page of single parts needs."""
    now = timezone.now()
    minutes = (0, 1, 59, 60, 1439, 60 * 24 * 5, 60 * 24 * 30, 60 * 24 * 400, -90)
    return {
        "agents": AGENTS,
        "requesters": REQUESTERS,
        "moments": [now - dt.timedelta(minutes=n) for n in minutes],
        "rows": rows(),
        "saved_at": now,
        "letters": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "statuses": [
            {"value": "open", "label": "Open", "category": "open"},
            {"value": "waiting", "label": "Waiting for the works council to decide about it", "category": "on_hold"},
            {"value": "resolved", "label": "Resolved", "category": "resolved"},
        ],
        "files": [
            {"id": 1, "filename": "vpn-client.log", "size": 219136, "url": "#", "is_image": False},
            {"id": 2, "filename": "a" * 196 + ".png", "size": 0, "url": "#", "is_image": True},
        ],
    }


def frame(page: str) -> dict[str, Any]:
    """Return what one base page needs."""
    desk = {"name": "IT", "letter": "I", "url": "#"}
    shared: dict[str, Any] = {"rows": rows(), "me": _me(), "desk": desk, "nav": _nav(page)}
    shared["desks"] = [desk, {"name": "Human Resources and Organizational Development", "letter": "H", "url": "#"}]
    shared["languages"] = [{"code": "de", "label": "Deutsch", "url": "#de"}]
    extra: dict[str, dict[str, Any]] = {
        "list": {"views": _views()},
        "empty": {"views": _views()},
        "ticket": parts(),
        "settings": {"settings_nav": _settings_nav(), "form": wrong_form()},
        "portal": {"portal": _portal()},
    }
    return shared | extra.get(page, {})


def rows() -> list[dict[str, Any]]:
    """Return tickets of the example list."""
    now = timezone.now()
    return [
        {
            "category": category,
            "number": number,
            "subject": subject,
            "requester": REQUESTERS[requester],
            "priority": priority,
            "assignee": None if agent is None else AGENTS[agent],
            "last_at": now - dt.timedelta(minutes=minutes),
            "is_unread": unread,
            "tags": tags,
        }
        for category, number, subject, requester, priority, agent, minutes, unread, tags in _ROWS
    ]


class _MailboxForm(forms.Form):
    address = forms.EmailField(label="Address", help_text="Letters to it become tickets.")
    server = forms.CharField(label="Server", max_length=255)
    port = forms.IntegerField(label="Port", min_value=1, max_value=65535)
    encryption = forms.ChoiceField(label="Encryption", choices=[("tls", "TLS"), ("starttls", "STARTTLS")])
    after = forms.ChoiceField(
        label="After reading",
        choices=[("leave", "Leave on the server, mark as read"), ("move", "Move to a folder")],
        widget=forms.RadioSelect,
    )
    signature = forms.CharField(label="Signature", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    is_paused = forms.BooleanField(label="Do not read letters for now", required=False)


def wrong_form() -> forms.Form:
    """Return a form that was filled in badly."""
    form = _MailboxForm({"address": "it@", "server": "imap.kestrel.example", "port": "99999", "encryption": "tls"})
    form.is_valid()
    return form


def _me() -> dict[str, Any]:
    return {
        "id": 1,
        "name": "Jana Vogt",
        "detail": "jana.vogt@eberfeld.example",
        "entries": [
            {"label": "Your settings", "url": "#", "icon": "settings"},
            {"label": "Sign out", "url": "#", "icon": "log-out", "is_post": True},
        ],
    }


def _nav(page: str) -> list[dict[str, Any]]:
    here = "settings" if page == "settings" else "tickets"
    entries: list[dict[str, Any]] = [
        {"label": "Tickets", "url": "#", "icon": "inbox", "key": "g t", "is_current": here == "tickets"},
        {"label": "Overview", "url": "#", "icon": "chart-column", "key": "g o"},
        {"label": "People", "url": "#", "icon": "users", "key": "g p"},
        {"label": "Announcements", "url": "#", "icon": "megaphone", "on_phone": False},
        {"label": "Notifications", "url": "#", "icon": "bell", "badge": 2, "at_end": True},
        {
            "label": "Settings",
            "url": "#",
            "icon": "settings",
            "at_end": True,
            "on_phone": False,
            "is_current": here == "settings",
        },
    ]
    return entries


def _views() -> list[dict[str, Any]]:
    counts = (
        ("My open", 12, True),
        ("Unassigned", 3, True),
        ("My teams", 41, False),
        ("All open", 68, False),
        ("On hold", 0, False),
        ("Recently resolved", 4711, False),
    )
    tickets = [
        {"label": label, "url": "#", "count": count, "is_loud": loud, "is_current": label == "All open"}
        for label, count, loud in counts
    ]
    teams = [
        {"label": name, "url": "#", "count": n}
        for name, n in (("Service Desk", 29), ("Arbeitsplatz- und Endgerätebetreuung Außenstellen Süd-West", 24))
    ]
    return [{"title": "Tickets", "entries": tickets}, {"title": "Teams", "entries": teams}]


def _settings_nav() -> list[dict[str, Any]]:
    names = ("General", "Mailboxes", "Teams", "Statuses", "Templates", "Canned replies", "Tags")
    desk = [{"label": n, "url": "#", "is_current": n == "Mailboxes", "alert": int(n == "Mailboxes")} for n in names]
    return [
        {"title": "This desk", "entries": desk},
        {"title": "Deskhand", "entries": [{"label": "Modules", "url": "#"}, {"label": "People", "url": "#"}]},
    ]


def _portal() -> dict[str, Any]:
    return {
        "name": "IT-Service Eberfeld",
        "letter": "I",
        "url": "#",
        "nav": [{"label": "My requests", "url": "#", "is_current": True}, {"label": "New request", "url": "#"}],
        "foot": ["IT desk, weekdays 08:00 to 18:00", "+49 202 555 0142"],
        "links": [{"label": "Privacy", "url": "#"}],
    }
