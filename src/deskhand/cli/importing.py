"""Importing lists of people and organizations from the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from deskhand.cli.surroundings import desk, json_option, on_installation, say, show_json


@click.group()
def people() -> None:
    """Import people and organizations into a desk's directory."""


@people.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--desk", "key", default="it", show_default=True, help="The desk's key.")
@click.option("--what", type=click.Choice(["people", "organizations"]), default="people", show_default=True)
@click.option(
    "--existing",
    type=click.Choice(["fill", "overwrite", "leave"]),
    default="fill",
    show_default=True,
    help="For those who are there: fill in what is empty, replace what differs, or leave them.",
)
@click.option("--dry-run", is_flag=True, help="Only check every row and say what would happen.")
@json_option
@on_installation
def import_list(file: Path, key: str, what: str, existing: str, dry_run: bool, as_json: bool) -> None:
    """Import a CSV file. Its headings say what the columns are. It can be undone in the workspace for 30 days.

    Stopped in the middle it goes on when a worker runs. Refused rows are told on standard error.
    """
    from deskhand.accounts import actions
    from deskhand.accounts.actions.importing import steps
    from deskhand.kernel.actor import Channel, system
    from deskhand.kernel.errors import Invalid

    actor, told = system(Channel.CLI), _Told()
    batch = actions.begin_import(actor=actor, desk=desk(key), what=what, filename=file.name, content=file.read_bytes())
    try:
        actions.check_import(actor=actor, batch=batch, columns=batch.columns, existing=existing)
    except Invalid:
        actions.discard_import(actor=actor, batch=batch)
        raise
    batch = steps.work_off(batch.pk, told.progress)
    _tell_refused(batch)
    if dry_run:
        _result(batch, as_json)
        actions.discard_import(actor=actor, batch=batch)
        return
    actions.start_import(actor=actor, batch=batch)
    _result(steps.work_off(batch.pk, told.progress), as_json)


class _Told:
    """Says on standard error how far it is, once for each tenth."""

    last = ""

    def progress(self, batch: Any) -> None:
        tenth = min(10, 10 * batch.at_row // (batch.counts.get("last") or 1))
        words = f"{batch.get_stage_display()} ... {tenth * 10} %"
        if batch.at_row and words != self.last:
            self.last = words
            say(words)


def _tell_refused(batch: Any) -> None:
    from deskhand.accounts.importing import reasons

    for row in batch.rows.filter(verdict="refused").order_by("number").iterator(chunk_size=2000):
        say(f"row {row.number}: {' '.join(reasons.sentence(one) for one in row.remarks)}")


def _result(batch: Any, as_json: bool) -> None:
    from deskhand.accounts.actions.importing import acting

    counts = acting.counts(batch)
    shown = {name: counts.get(name, 0) for name in ("new", "changed", "unchanged", "refused")}
    if as_json:
        show_json({"import": batch.pk, "applied": batch.applied_at is not None, **shown})
    else:
        click.echo(", ".join(f"{number} {name}" for name, number in shown.items()))
