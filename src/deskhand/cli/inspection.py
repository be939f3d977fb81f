"""Looking: settings, permissions, and what is not well."""

from __future__ import annotations

import sys
from typing import Any

import click

from deskhand.cli.surroundings import (
    FAILED,
    choose_data,
    data_option,
    fail,
    json_option,
    on_installation,
    on_installation_as_it_is,
    show_json,
)


@click.group()
def config() -> None:
    """See the settings."""


@config.command()
@data_option
@json_option
def show(data: Any, as_json: bool) -> None:
    """Every setting with its value and meaning; secrets are not shown."""
    choose_data(data)
    from deskhand.kernel.config import ConfigError, read_config

    try:
        described = read_config().described()
    except ConfigError as error:
        fail(error)
    if as_json:
        show_json(described)
        return
    for name, one in described.items():
        click.echo(f"{name} = {one['value']}\n    {one['doc']}")


@click.command()
@json_option
@on_installation
def permissions(as_json: bool) -> None:
    """The permission table: which role may do what. Modules that are off everywhere have no place in it."""
    from deskhand.kernel.permissions import in_force

    rules = in_force()
    if as_json:
        show_json([{"code": one.code, "title": str(one.title), "roles": sorted(one.roles)} for one in rules])
        return
    for one in rules:
        click.echo(f"{one.code:<24} {', '.join(sorted(one.roles)):<48} {one.title}")


@click.command()
@json_option
@on_installation_as_it_is
def doctor(as_json: bool) -> None:
    """Check the installation and say what to do. Changes nothing.

    Exit codes: 0 nothing is broken; 1 something is; 2 it could not be looked at: wrong folder or wrong settings.
    """
    from deskhand.ops import doctor as checks

    findings = checks.examine()
    if as_json:
        show_json({"ok": checks.is_well(findings), "findings": [one.as_dict() for one in findings]})
    else:
        for one in findings:
            click.echo(f"{one.mark}  {one.title}: {one.words}")
    sys.exit(0 if checks.is_well(findings) else FAILED)
