"""Desks and their templates from the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from deskhand.cli.surroundings import desk as desk_with_key
from deskhand.cli.surroundings import fail, json_option, on_installation, person, show_json

if TYPE_CHECKING:
    from deskhand.desk_templates.actions import Applied

language_option = click.option("--language", default="", help="Of the desk and its content, as in de.")
modules_option = click.option(
    "--modules",
    default=None,
    help="Labels with commas between, to switch on for it. Without: all.",
)


@click.group()
def desk() -> None:
    """Make desks, from templates too."""


@desk.command()
@json_option
@on_installation
def templates(as_json: bool) -> None:
    """What a desk can begin with."""
    from deskhand.desk_templates.shelf import shelf
    from deskhand.desk_templates.shown import modules_of

    found = shelf()
    rows = [
        {"key": one.key, "title": one.text("title", "en"), "file": one.file, "modules": modules_of(one)}
        for one in found.templates
    ]
    if as_json:
        show_json({"templates": rows, "refused": list(found.refused)})
        return
    for row in rows:
        click.echo(f"{row['key']:<16} {row['title']}")
    for words in found.refused:
        click.echo(f"refused: {words}", err=True)


@desk.command()
@click.option("--key", required=True, help="Stands in addresses and stays for good, as in hr.")
@click.option("--name", required=True)
@click.option("--administrator", required=True, metavar="EMAIL", help="Somebody who is here.")
@click.option("--template", default="", help="What it begins with; see: deskhand desk templates.")
@language_option
@modules_option
@json_option
@on_installation
def create(
    key: str, name: str, administrator: str, template: str, language: str, modules: str | None, as_json: bool
) -> None:
    """Make a desk. With a template: the desk and all of its content, or nothing."""
    from django.conf import settings

    from deskhand.accounts.actions import create_desk
    from deskhand.desk_templates.actions import begin_desk
    from deskhand.kernel.actor import Channel, system

    told: dict[str, Any] = {"actor": system(Channel.CLI), "key": key, "name": name}
    told |= {"administrator": person(administrator), "language": language or settings.LANGUAGE_CODE}
    if told["language"] not in dict(settings.LANGUAGES):
        fail(f"there is no language {language!r}. Languages: {', '.join(dict(settings.LANGUAGES))}.")
    if not template:
        _tell(create_desk(**told), None, as_json)
        return
    found = _template(template)
    done = begin_desk(template=found, switch_on=_wanted(found, modules), **told)
    _tell(done.desk, done, as_json)


@desk.command()
@click.argument("key")
@click.option("--template", required=True, help="See: deskhand desk templates.")
@language_option
@modules_option
@json_option
@on_installation
def add(key: str, template: str, language: str, modules: str | None, as_json: bool) -> None:
    """Add what a template has and the desk KEY has not. What is there stays as it is."""
    from deskhand.desk_templates.actions import apply_template
    from deskhand.kernel.actor import Channel, system

    here, found = desk_with_key(key), _template(template)
    done = apply_template(
        actor=system(Channel.CLI),
        desk=here,
        template=found,
        language=language or here.language,
        switch_on=_wanted(found, modules),
    )
    _tell(here, done, as_json)


def _template(key: str) -> Any:
    from deskhand.desk_templates.shelf import template_of

    return template_of(key)


def _wanted(template: Any, modules: str | None) -> list[str]:
    from deskhand.desk_templates.shown import modules_of

    return modules_of(template) if modules is None else [one.strip() for one in modules.split(",") if one.strip()]


def _tell(made: Any, done: Applied | None, as_json: bool) -> None:
    row = {"key": made.key, "name": made.name, "made": len(done.made) if done else 0}
    row["switched_on"] = done.switched_on if done else []
    if as_json:
        show_json(row)
    else:
        click.echo(f"{made.key}: {made.name}, {row['made']} things from the template")
