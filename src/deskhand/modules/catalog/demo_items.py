"""The demo's catalog in both languages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

SHELVES = (
    ("computers", "Computers", "Computer"),
    ("software", "Software and access", "Software und Zugriff"),
    ("workplace", "Rooms and keys", "Räume und Schlüssel"),
)
"""Code, title, and the German one."""

SERVICES = (
    ("Workplace", "Laptops, screens, phones and what belongs to a desk.", "Weekdays 08:00 to 18:00", "On site"),
    ("Access", "Accounts, drives, licences and door cards.", "Weekdays 08:00 to 18:00", "From afar"),
)


def _choice(code: str, label: str, options: dict[str, str], **more: Any) -> dict[str, Any]:
    given = [{"code": key, "label": name} for key, name in options.items()]
    return {"code": code, "kind": "choice", "label": label, "options": given, **more}


def _form(*questions: dict[str, Any]) -> dict[str, Any]:
    return {"steps": [{"title": "", "questions": list(questions)}]}


def _is(of: str, *values: str) -> dict[str, Any]:
    return {"of": of, "op": "in", "values": list(values)}


MODELS = {"standard": "Standard, 14 inch", "lab": "Lab, with a strong graphics card"}

_WHO = {"code": "who", "kind": "text", "label": "Who gets it?", "required": True, "default": {"person": "name"}}
_PLACE = {"code": "place", "kind": "text", "label": "Building and room", "default": {"person": "location"}}

LAPTOP: dict[str, Any] = {
    "steps": [
        {
            "title": "For whom",
            "questions": [
                _WHO,
                {"code": "from", "kind": "date", "label": "First day", "least": "today"},
                _PLACE,
            ],
        },
        {
            "title": "The laptop",
            "questions": [
                _choice("model", "Model", MODELS, required=True),
                {
                    "code": "why",
                    "kind": "multiline",
                    "label": "What is the lab model for?",
                    "required": True,
                    "show_if": _is("model", "lab"),
                },
                {
                    "code": "programs",
                    "kind": "choices",
                    "label": "Programs besides the usual ones",
                    "options": [
                        {"code": "statistics", "label": "Statistics"},
                        {"code": "drawing", "label": "Drawing"},
                        {"code": "development", "label": "Development"},
                    ],
                },
            ],
        },
    ]
}

ITEMS: tuple[dict[str, Any], ...] = (
    {
        "code": "laptop",
        "title": "Laptop",
        "summary": "Standard or lab model, with your programs on it.",
        "de": {"title": "Laptop", "summary": "Standard- oder Labormodell, mit Ihren Programmen."},
        "icon": "laptop",
        "shelf": "computers",
        "price": Decimal("1240"),
        "days": 5,
        "cost_centre_rule": "department",
        "is_approved": True,
        "is_planned": True,
        "cancel_until": "work",
        "form": LAPTOP,
    },
    {
        "code": "second-screen",
        "title": "Second screen",
        "summary": "27 inch, delivered to your desk.",
        "de": {"title": "Zweiter Bildschirm", "summary": "27 Zoll, an Ihren Platz geliefert."},
        "icon": "monitor",
        "shelf": "computers",
        "price": Decimal("210"),
        "days": 2,
        "most": 4,
        "form": _form(_choice("size", "Size", {"24": "24 inch", "27": "27 inch"}, required=True), _PLACE),
    },
    {
        "code": "headset",
        "title": "Headset",
        "summary": "With or without cable.",
        "de": {"title": "Headset", "summary": "Mit oder ohne Kabel."},
        "icon": "headphones",
        "shelf": "computers",
        "price": Decimal("89"),
        "days": 2,
        "most": 20,
        "form": _form(_choice("cable", "Which?", {"cable": "With cable", "radio": "Without cable"}, required=True)),
    },
    {
        "code": "mouse",
        "title": "Mouse and keyboard",
        "summary": "Also for left-handers.",
        "de": {"title": "Maus und Tastatur", "summary": "Auch für Linkshänder."},
        "icon": "mouse",
        "shelf": "computers",
        "price": Decimal("45.50"),
        "days": 2,
        "most": 20,
        "form": _form({"code": "left", "kind": "checkbox", "label": "For the left hand"}),
    },
    {
        "code": "work-phone",
        "title": "Work phone",
        "summary": "With contract, private use allowed.",
        "de": {"title": "Diensttelefon", "summary": "Mit Vertrag, auch privat nutzbar."},
        "icon": "smartphone",
        "shelf": "computers",
        "price": Decimal("32"),
        "price_every": "month",
        "days": 4,
        "is_approved": True,
        "form": _form(
            _choice("number", "Number", {"new": "A new one", "keep": "I bring mine along"}, required=True),
            {"code": "old", "kind": "text", "label": "Your number", "required": True, "show_if": _is("number", "keep")},
        ),
    },
    {
        "code": "drive-access",
        "title": "Access to a drive or folder",
        "summary": "For yourself or for others.",
        "de": {"title": "Zugriff auf ein Laufwerk oder einen Ordner", "summary": "Für Sie oder für andere."},
        "icon": "folder",
        "shelf": "software",
        "days": 1,
        "form": _form(
            {"code": "folder", "kind": "text", "label": "Drive or folder", "required": True},
            _choice("right", "What shall be possible?", {"read": "Read", "write": "Read and write"}, required=True),
            {"code": "until", "kind": "date", "label": "Until when?", "least": "+1 days"},
        ),
    },
    {
        "code": "software-licence",
        "title": "Software licence",
        "summary": "From the list, or tell us what you need.",
        "de": {"title": "Softwarelizenz", "summary": "Aus der Liste, oder sagen Sie uns, was Sie brauchen."},
        "icon": "app-window",
        "shelf": "software",
        "days": 1,
        "is_approved": True,
        "form": _form(
            _choice(
                "program",
                "Program",
                {"drawing": "Drawing", "statistics": "Statistics", "other": "Something else"},
                required=True,
            ),
            {"code": "name", "kind": "text", "label": "Which?", "required": True, "show_if": _is("program", "other")},
        ),
    },
    {
        "code": "shared-mailbox",
        "title": "Shared mailbox",
        "summary": "One address for several people.",
        "de": {"title": "Gemeinsames Postfach", "summary": "Eine Adresse für mehrere Personen."},
        "icon": "mail",
        "shelf": "software",
        "days": 1,
        "form": _form(
            {"code": "address", "kind": "text", "label": "Wished address", "required": True},
            {
                "code": "people",
                "kind": "table",
                "label": "Who reads it?",
                "min_rows": 1,
                "max_rows": 20,
                "columns": [
                    {"code": "name", "kind": "text", "label": "Name", "required": True},
                    {"code": "sends", "kind": "checkbox", "label": "May send"},
                ],
            },
        ),
    },
    {
        "code": "door-card",
        "title": "Door card",
        "summary": "Extra doors, or a lost card.",
        "de": {"title": "Türkarte", "summary": "Weitere Türen oder eine verlorene Karte."},
        "icon": "door-closed",
        "shelf": "workplace",
        "days": 0,
        "form": _form(
            _choice("why", "What is it about?", {"doors": "More doors", "lost": "My card is lost"}, required=True),
            {
                "code": "doors",
                "kind": "text",
                "label": "Which doors?",
                "required": True,
                "show_if": _is("why", "doors"),
            },
            {
                "code": "pin",
                "kind": "masked",
                "label": "Your PIN, so that we can block the card",
                "show_if": _is("why", "lost"),
            },
        ),
    },
    {
        "code": "desk-key",
        "title": "Key for a drawer",
        "summary": "A second one, or a new one.",
        "de": {"title": "Schlüssel für den Rollcontainer", "summary": "Ein zweiter oder ein neuer."},
        "icon": "key",
        "shelf": "workplace",
        "price": Decimal("12"),
        "days": 3,
        "form": _form(_PLACE),
    },
    {
        "code": "something-broken",
        "title": "Something in a room is broken",
        "summary": "Light, heating, a chair: tell us where.",
        "de": {"title": "Im Raum ist etwas kaputt", "summary": "Licht, Heizung, ein Stuhl: sagen Sie uns, wo."},
        "icon": "wrench",
        "shelf": "workplace",
        "kind": "record",
        "kind_of_ticket": "incident",
        "form": _form(_PLACE, {"code": "what", "kind": "multiline", "label": "What is broken?", "required": True}),
    },
)
"""What :func:`save_item` takes, with the form and the German words."""

BUNDLE: dict[str, Any] = {
    "code": "new-colleague",
    "title": "New colleague",
    "summary": "Laptop, screen, door card: all in one.",
    "de": {"title": "Neue Kollegin, neuer Kollege", "summary": "Laptop, Bildschirm, Türkarte: alles in einem."},
    "icon": "user-plus",
    "shelf": "workplace",
    "kind": "bundle",
    "is_approved": True,
    "parts": [
        {"item": "laptop", "answers": {"model": "machine"}},
        {
            "item": "second-screen",
            "after": ["laptop"],
            "when": _is("screen", "24", "27"),
            "answers": {"size": "screen"},
        },
        {"item": "door-card", "answers": {"why": "card"}, "when": {"of": "doors", "op": "set", "values": []}},
    ],
    "form": {
        "steps": [
            {
                "title": "Who comes",
                "questions": [
                    {"code": "who", "kind": "text", "label": "Name", "required": True},
                    {"code": "from", "kind": "date", "label": "First day", "required": True, "least": "today"},
                    {"code": "place", "kind": "text", "label": "Building and room"},
                ],
            },
            {
                "title": "What they need",
                "questions": [
                    _choice(
                        "machine", "Laptop", {"standard": "Standard, 14 inch"}, required=True, default=["standard"]
                    ),
                    _choice("screen", "Second screen", {"none": "None", "24": "24 inch", "27": "27 inch"}),
                    {"code": "doors", "kind": "text", "label": "Doors besides the usual ones"},
                    _choice(
                        "card",
                        "Door card",
                        {"doors": "More doors"},
                        default=["doors"],
                        readonly=True,
                        show_if={"of": "doors", "op": "set", "values": []},
                    ),
                ],
            },
        ]
    },
}
"""Asks once, and orders what the answers choose."""
