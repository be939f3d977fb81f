"""The ``deskhand`` command."""

from __future__ import annotations


def main() -> None:
    """Run the command; exit codes are part of its contract (docs/reference/command-line.md)."""
    from deskhand.cli.command import deskhand

    deskhand()
