"""Django's own commands."""

from __future__ import annotations

import click

from deskhand.cli.surroundings import choose_data, data_option, set_up


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
    add_help_option=False,
)
@data_option
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(data: object, arguments: tuple[str, ...]) -> None:
    """Django's management commands: deskhand manage migrate, shell, check ..."""
    from pathlib import Path

    choose_data(data if isinstance(data, Path) else None)
    set_up()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["deskhand manage", *arguments])
