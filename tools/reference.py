"""Writes docs/reference/ from the code: events, places, settings, permissions, the command line.

`python -m tools.reference` writes the pages; `--check` only says which are out of date (exit code 1).
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
NOTE = "<!-- Written by `make reference` from the code. Change it there. -->"


def pages() -> dict[str, str]:
    """Every page by its file name. Django must be set up; the words are English whatever the surroundings."""
    from django.utils import translation

    makers: dict[str, Callable[[], str]] = {
        "events": _events,
        "slots": _slots,
        "settings": _settings,
        "permissions": _permissions,
        "command-line": _command_line,
    }
    with translation.override("en"):
        return {f"{name}.md": f"{NOTE}\n{make().rstrip()}\n" for name, make in makers.items()}


def stale() -> list[str]:
    """Names of the pages that say something else than the code."""
    return [name for name, text in pages().items() if not _is(FOLDER / name, text)]


def write() -> list[str]:
    """Bring the pages up to date; those that changed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    changed = stale()
    for name in changed:
        (FOLDER / name).write_text(pages()[name])
    return changed


def _is(file: Path, text: str) -> bool:
    return file.exists() and file.read_text() == text


def _events() -> str:
    from deskhand.kernel import events

    parts = [
        "# Events",
        "Every change is written down as one of these facts, in the transaction of the change. Values are ids, codes "
        "and short words; *personal* ones are blanked when a person is erased.",
    ]
    for code, cls in sorted(events.types().items()):
        parts += [f"## `{code}`", _text(cls), _values(cls)]
    return "\n\n".join(part for part in parts if part)


def _values(cls: Any) -> str:
    rows = []
    for one in fields(cls):
        marks = [
            word
            for word, is_so in (("subject", one.name == cls.subject_field), ("personal", one.name in cls.personal))
            if is_so
        ]
        rows.append((f"`{one.name}`", f"`{_type(one.type)}`", ", ".join(marks)))
    return _table(("value", "type", ""), rows)


def _slots() -> str:
    from deskhand.kernel import slots

    parts = ["# Slots", "Places that an app declares and others fill (`slots.fill(name, item)`)."]
    for one in slots.all_slots():
        parts += [f"## `{one.name}`", _one_line(one.doc)]
    return "\n\n".join(parts)


def _settings() -> str:
    from deskhand.kernel.config import SECRET_KEYS, Config

    rows = [
        (f"`DESKHAND_{one.name.upper()}`", _default(one.name, one.default), str(one.metadata["doc"]))
        for one in fields(Config)
    ]
    secret = ", ".join(f"`DESKHAND_{name.upper()}`" for name in sorted(SECRET_KEYS))
    return "\n\n".join(
        (
            "# Settings",
            "Each is read from the environment, or as a lower-case key without the prefix from `deskhand.toml` in the "
            "data folder (another file: `DESKHAND_CONFIG`). The environment wins. An unknown key is an error. "
            "With `_FILE` behind its name a setting names a file whose first line is the value. "
            f"`deskhand config show` prints all but the values of {secret}.",
            _table(("setting", "default", "meaning"), rows),
        )
    )


def _default(name: str, value: Any) -> str:
    if name == "data":
        return "`var/data`"
    return f"`{value}`" if value not in ("", None) else "(empty)"


def _permissions() -> str:
    from deskhand.kernel import permissions

    roles = (*permissions.DESK_ROLES, permissions.SITE_ADMIN, permissions.REQUESTER)
    rows = [
        (f"`{one.code}`", str(one.title), *("yes" if role in one.roles else "" for role in roles), one.module)
        for one in permissions.table()
    ]
    return "\n\n".join(
        (
            "# Permissions",
            "Which role may do what. Roles are given per desk, but for the site administrator. `requester` means "
            "whoever asks for help, on their own tickets. `deskhand permissions` prints the same table.",
            _table(("permission", "meaning", *roles, "module"), rows),
        )
    )


def _command_line() -> str:
    from deskhand.cli.command import deskhand

    parts = ["# Command line", *_command(deskhand, "deskhand")]
    return "\n\n".join(part for part in parts if part)


def _command(command: Any, path: str) -> Iterator[str]:
    import click

    yield f"## `{path}`"
    yield "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    with click.Context(command, info_name=path) as context:
        yield f"```\n{command.get_usage(context)}\n```"
        rows = [(f"`{row[0]}`", row[1]) for one in command.params if (row := one.get_help_record(context))]
    yield _table(("option", "meaning"), rows) if rows else ""
    for name, one in sorted(getattr(command, "commands", {}).items()):
        yield from _command(one, f"{path} {name}")


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(heads)
    lines = [head, ["---"] * len(head), *([_one_line(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _text(cls: type) -> str:
    return _one_line(cls.__doc__ or "")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _type(annotation: Any) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


def main(arguments: list[str]) -> int:
    """The command line; the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DESKHAND_DATA=folder, DJANGO_SETTINGS_MODULE="deskhand.settings")
        import django

        django.setup()
        changed = stale() if "--check" in arguments else write()
    for name in changed:
        print(f"docs/reference/{name} {'is out of date' if '--check' in arguments else 'written'}")
    return 1 if changed and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
