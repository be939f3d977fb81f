"""Examples for the document. A test holds them against what the schemas say."""

from __future__ import annotations

from typing import Any

from deskhand.api.problems import Kind

_MARA = {"id": 31, "name": "Mara Lindqvist", "email": "mara@kestrel.example"}
_JANA = {"id": 4, "name": "Jana Vogt", "email": "jana@eberfeld.example"}

TICKET: dict[str, Any] = {
    "number": 1042,
    "subject": "VPN drops every ten minutes",
    "kind": "incident",
    "status": "open",
    "category": "open",
    "priority": "high",
    "requester": _MARA["email"],
    "requester_name": _MARA["name"],
    "affected": None,
    "affected_name": None,
    "assignee": _JANA["email"],
    "assignee_name": _JANA["name"],
    "team": "Service Desk",
    "desk": "it",
    "organization": "Kestrel Biotech",
    "service": "VPN",
    "location": None,
    "tags": ["vpn"],
    "channel": "api",
    "created_at": "2026-03-02T08:38:12.104Z",
    "updated_at": "2026-03-02T09:05:40.551Z",
    "first_replied_at": "2026-03-02T09:05:40.551Z",
    "resolved_at": None,
    "closed_at": None,
    "follows_up": None,
    "claims": None,
    "added_to": None,
    "merged_into": None,
    "merged_from": [],
    "wakes_at": None,
    "wakes_after": None,
    "is_spam": False,
    "deleted_at": None,
    "version": 3,
}

MESSAGE: dict[str, Any] = {
    "id": 7120,
    "ticket": 1042,
    "kind": "reply",
    "side": "agent",
    "author": _JANA["email"],
    "author_name": _JANA["name"],
    "body": "<p>Please restart the client once more.</p>",
    "quoted": "",
    "text": "Please restart the client once more.",
    "channel": "api",
    "created_at": "2026-03-02T09:05:40.551Z",
    "message_id": "<t1042.3f6c1a90b2d4e851.k3jq7c2mxv5d6abt@desk.example>",
    "newcomer": None,
    "delivery": {"state": "queued", "server_says": "", "at": "2026-03-02T09:05:40.551Z", "letter": 905},
    "attachments": [],
}

FILE: dict[str, Any] = {
    "id": "q8Zb1mS0vT2xY4wR6uN8pL0kJ3hG5fD7",
    "filename": "trace.log",
    "content_type": "text/plain",
    "size": 48213,
    "is_inline": False,
    "cid": "",
    "url": "/api/v1/attachments/q8Zb1mS0vT2xY4wR6uN8pL0kJ3hG5fD7",
}

LETTER: dict[str, Any] = {
    "id": 902,
    "kind": "acknowledgement",
    "to": "mara@kestrel.example",
    "subject": "We have your request [#1042]",
    "message_id": "<t1042.90ab12cd34ef5678.m2n4b6v8c0x1z3l5@desk.example>",
    "state": "sent",
    "server_says": "250 2.0.0 Ok",
    "created_at": "2026-03-02T08:38:12.104Z",
    "at": "2026-03-02T08:38:14.730Z",
}

FACT: dict[str, Any] = {
    "id": 33017,
    "code": "ticket.assigned",
    "at": "2026-03-02T08:51:02.004Z",
    "actor": _JANA,
    "on_behalf_of": None,
    "channel": "web",
    "reason": "",
    "old": None,
    "new": "jana@eberfeld.example",
    "details": {},
}

PERSON: dict[str, Any] = {
    **_MARA,
    "phone": "+49 30 5550 1234",
    "title": "Laboratory manager",
    "department": "Research",
    "location": "Berlin",
    "organization": "Kestrel Biotech",
    "language": "en",
    "time_zone": "Europe/Berlin",
    "is_active": True,
    "created_at": "2026-01-12T10:00:00Z",
}

DESK: dict[str, Any] = {
    "key": "hr",
    "name": "Human Resources",
    "who_may_open": "anybody",
    "may_open": True,
    "roles": ["admin"],
    "created_at": "2026-01-12T10:00:00Z",
}


ORGANIZATION: dict[str, Any] = {
    "id": 2, "name": "Kestrel Biotech", "domains": ["kestrel.example"], "created_at": "2026-01-12T10:00:00Z",
}  # fmt: skip
TEAM: dict[str, Any] = {
    "id": 1, "name": "Service Desk", "desk": "it", "tier": "L1", "is_active": True, "members": [_JANA],
}  # fmt: skip
CANNED: dict[str, Any] = {
    "id": 5, "desk": "it", "team": None, "is_own": False, "title": "Ask for a log", "language": "", "shortcut": "log",
    "body": "<p>Hello {requester.first_name}</p>", "used": 12, "attachments": [],
}  # fmt: skip
STATUS: dict[str, Any] = {
    "id": 9, "desk": "it", "key": "waiting_for_parts", "name": "Waiting for parts", "requester_name": "",
    "category": "on_hold", "is_default": False, "is_active": True,
    "next_keys": ["open", "resolved"], "needs": ["assignee"], "pauses": True, "replaced_by": None,
}  # fmt: skip
NOTIFICATION: dict[str, Any] = {
    "id": 311, "kind": "assigned_to_me", "at": "2026-03-02T08:51:02.004Z", "ticket": 1042,
    "words": "Jana Vogt gave you a ticket", "about": "VPN drops every ten minutes", "is_read": False,
}  # fmt: skip
BULK: dict[str, Any] = {
    "results": [
        {"number": 1042, "outcome": "changed", "detail": ""},
        {"number": 1057, "outcome": "refused", "detail": "A ticket that is “Closed” cannot become “On hold”."},
    ],
    "changed": 1,
    "undo": 88,
}


def _page(item: dict[str, Any]) -> dict[str, Any]:
    return {"items": [item], "next": None}


ANSWERS: dict[str, Any] = {
    "list_tickets": _page(TICKET),
    "search": _page({**TICKET, "snippet": "Please restart the client once more."}),
    **dict.fromkeys(
        ("create_ticket", "get_ticket", "change_ticket", "restore_ticket", "mark_spam", "unmark_spam"), TICKET
    ),
    "list_messages": _page(MESSAGE),
    "write_message": MESSAGE,
    "list_deliveries": _page(LETTER),
    "list_events": _page(FACT),
    "list_followers": _page(_JANA),
    "add_follower": _JANA,
    "upload_attachment": FILE,
    "upload_ticket_attachment": FILE,
    "list_people": _page(PERSON),
    "get_person": PERSON,
    "get_me": {
        **PERSON,
        "is_site_admin": False,
        "roles": {"it": ["agent"]},
        "token": {"name": "nightly report", "scope": "read", "expires_at": "2027-01-12T10:00:00Z"},
    },
    "list_organizations": _page(ORGANIZATION),
    "list_teams": _page(TEAM),
    "list_desks": _page(DESK),
    "get_desk": DESK,
    "create_desk": DESK,
    **dict.fromkeys(("enter_person", "change_person"), PERSON),
    **dict.fromkeys(("enter_organization", "change_organization"), ORGANIZATION),
    **dict.fromkeys(("make_team", "change_team"), TEAM),
    "list_canned_replies": _page(CANNED),
    **dict.fromkeys(("make_canned_reply", "change_canned_reply", "restore_canned_reply"), CANNED),
    "list_statuses": _page(STATUS),
    **dict.fromkeys(("make_status", "change_status"), STATUS),
    "list_notifications": _page(NOTIFICATION),
    "read_notifications": {"marked": 2},
    "change_tickets": BULK,
    "undo_change": {**BULK, "undo": None},
}
"""An answer for each operation, by its id."""

REQUESTS: dict[str, Any] = {
    "mark_spam": {"block": True},
    "upload_attachment": {"file": "(the bytes of trace.log)", "desk": "it"},
    "upload_ticket_attachment": {"file": "(the bytes of trace.log)"},
}
"""A body for operations whose model brings no example of its own, by the operation's id."""

_DETAILS: dict[str, dict[str, Any]] = {
    "malformed": {"detail": "The body is no JSON. Send one JSON object, in UTF-8."},
    "refused": {"detail": "The detail says why."},
    "unauthorized": {"detail": "This token does not work: it is unknown, expired or revoked. Make a new one."},
    "denied": {"detail": "This token may only read. Make one with the scope “write”."},
    "factor_needed": {
        "detail": "A role of this token's owner needs a second factor, and they have none. Set one up at "
        "https://desk.example/me/security/, then the token works again."
    },
    "not_found": {"detail": "It does not exist, or you do not have access to it."},
    "method_not_allowed": {"detail": "This address takes: GET, PATCH."},
    "conflict": {"detail": "There is a desk with the key “hr” already."},
    "in_flight": {"detail": "The request with this Idempotency-Key is being answered just now. Ask again in a second."},
    "unknown_media": {"detail": "Send the body as application/json, and say so in the header Content-Type."},
    "illegal_transition": {
        "detail": "A ticket that is “Closed” cannot become “On hold”.",
        "allowed": ["open"],
    },
    "stale": {"detail": "The ticket has changed meanwhile. Read it again, then repeat your change."},
    "too_large": {"detail": "This is too large: at most 25 MB for a file."},
    "invalid": {
        "detail": "Something in the request is missing or wrong.",
        "errors": [{"field": "subject", "detail": "It is missing."}],
    },
    "query": {
        "detail": "There is no field “asignee”. Did you mean “assignee”?",
        "errors": [
            {
                "field": "q",
                "detail": "There is no field “asignee”. Did you mean “assignee”?",
                "position": 8,
                "length": 7,
                "suggestion": "assignee",
            }
        ],
    },
    "too_many": {"detail": "At most 6000 requests a minute. Wait 17 seconds, then go on."},
    "broken": {
        "detail": "It is not your fault, and it is written in the log. Nothing was changed.",
        "request_id": "9f86d081884c7d65",
    },
    "busy": {"detail": "The database did not answer in time. Nothing was changed; try again."},
}


def problem(kind: Kind) -> dict[str, Any]:
    """A problem document of this kind."""
    head = {"type": f"/api/v1/docs#problem-{kind.code}", "title": str(kind.title), "status": kind.status}
    return head | _DETAILS[kind.code]
