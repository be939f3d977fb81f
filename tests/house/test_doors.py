"""One verb, one door: what changes a row is an action."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.source import PROGRAM, named, python_files, tree

ALWAYS_WRITES = {
    "save",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "asave",
    "acreate",
    "abulk_create",
    "aget_or_create",
    "aupdate_or_create",
    "insert_one",
    "update_one",
}
WRITES_THROUGH_A_QUERY = {"create", "update", "delete"}
"""Words that dictionaries, sets and hashes know as well: they count at the end of a query."""

QUERIES = {"objects", "filter", "exclude", "within", "visible_to", "beyond_walls", "select_for_update", "all", "scoped"}

MAY_WRITE = {
    "kernel/events.py": "emit() records the fact that an action tells",
    "kernel/scope.py": "the wall itself, between a query and the database",
    "jobs/parking.py": "the queue's own rows, inside the transaction of the action that switches",
    "kernel/switches.py": "the registry's own rows, inside the transaction of the action that switches",
    "jobs/schedule.py": "the queue's own rows: instants of schedules",
    "jobs/claims.py": "the queue's own rows: claiming and finishing",
    "jobs/queue.py": "the queue's own rows: putting a job",
    "files/blobs.py": "a file by its digest: the same bytes are stored once, whoever brings them",
    "search/index.py": "the index follows from what was written, and can be built again",
    "search/semantic/store.py": "the vectors follow from what was written, and can be made again",
    "accounts/addresses.py": "what several actions about addresses share; called inside their transactions",
    "accounts/merging.py": "rows that apps declare, moved inside the transaction of the action that merges",
    "accounts/factor_forms.py": "allauth's forms keep in the session which proof was given",
    "accounts/sessions.py": "when somebody was last seen in a browser, and that they signed out there",
    "accounts/schedules.py": "sessions that are over are swept",
    "mail/receive.py": "the letter's raw bytes, stored before any thinking",
    "mail/reading.py": "what became of a letter, in its own row",
    "mail/schedules.py": "letters on which the reading gave up go to quarantine",
    "mail/fetching/mailboxes.py": "when a mailbox was fetched and what its server said",
    "mail/fetching/pop3.py": "which letters that stay on a server were fetched",
    "mail/oauth/tokens.py": "what a provider gave to sign in with, or why it gave nothing",
    "mail/outbox.py": "a letter's row in the transaction of the action that sends it",
    "mail/sending/lanes.py": "how much a mailbox sent in this minute, and how its server is",
    "mail/sending/trying.py": "what became of a letter, in its own row",
    "mail/sending/turns.py": "who sends a letter at the moment",
    "tickets/rows.py": "the rows that several actions and the bulk writer share; called inside their transactions",
    "tickets/confiding.py": "the list of a confidential ticket; called inside the transactions of its actions",
    "tickets/asking_consequences.py": "what follows for a request between desks, inside the transaction of its cause",
    "ops/glass_notices.py": "which readings under broken glass were told of already",
    "demo/fill.py": "what the demo's agents have read already, as nobody has been there to read it",
    "demo/furnish.py": "the demo furnishes an empty desk before anybody is there to hear of it",
}
"""Files outside `actions/` that may write, and why. Nothing that has a permission or a fact belongs here."""


def test_only_actions_write():
    outside = [
        f"{named(path, line)} {words}" for path in python_files() for line, words in _writes(path) if _is_bound(path)
    ]
    assert not outside, "make it an action, or say in MAY_WRITE why not: " + "; ".join(outside)


def test_who_may_write_beside_the_actions_still_does():
    idle = [name for name in MAY_WRITE if not _is_writing(PROGRAM / name)]
    assert not idle, f"take off the list: {', '.join(idle)}"


def test_views_and_the_api_call_actions_and_never_the_rows_beneath():
    found = [
        named(path, node.lineno)
        for path in python_files()
        if {"views", "routes"} & set(path.parts)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module in ("deskhand.tickets.rows", "deskhand.kernel.events")
    ]
    assert not found, f"call an action: {', '.join(found)}"


def test_no_rule_hides_in_a_signal():
    found = [
        named(path, node.lineno)
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("django.db.models.signals", "django.dispatch"))
    ]
    assert not found, f"make it a reaction to an event: {', '.join(found)}"


def test_the_rule_sees_a_write_and_leaves_dictionaries_alone():
    body = "Ticket.objects.filter(pk=1).update(a=1)\nrow.save()\nfound.update({})\nticket.followers.create(a=1)\n"
    seen = [line for line, _words in _in_tree(ast.parse(body))]
    assert seen == [1, 2, 4]


def _is_bound(path: Path) -> bool:
    inside = path.relative_to(PROGRAM).parts
    return (
        not {"actions", "migrations"} & set(inside) and path.name != "actions.py" and "/".join(inside) not in MAY_WRITE
    )


def _is_writing(path: Path) -> bool:
    return path.exists() and (
        bool(_writes(path)) or "execute(" in path.read_text() or "super().update" in path.read_text()
    )


def _writes(path: Path) -> list[tuple[int, str]]:
    return _in_tree(tree(path))


def _in_tree(module: ast.Module) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_write(node.func, node):
            found.append((node.lineno, ast.unparse(node)[:70]))
    return sorted(found)


def _is_write(function: ast.Attribute, call: ast.Call) -> bool:
    if function.attr in ALWAYS_WRITES:
        # A form has no save() here, and a storage saves bytes under a name: two positional arguments.
        return not (function.attr == "save" and len(call.args) >= 2)
    if function.attr not in WRITES_THROUGH_A_QUERY:
        return False
    chain = {node.attr for node in ast.walk(function.value) if isinstance(node, ast.Attribute)}
    is_query = bool(chain & QUERIES)
    is_related = function.attr == "create" and bool(call.keywords) and isinstance(function.value, ast.Attribute)
    return is_query or is_related
