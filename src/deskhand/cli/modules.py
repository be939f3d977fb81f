"""Modules from the terminal."""

from __future__ import annotations

from typing import Any

import click

from deskhand.cli.surroundings import desk, fail, json_option, on_installation, show_json

desk_option = click.option("--desk", "key", default="", help="The desk's key. Without it: every desk.")


@click.group()
def module() -> None:
    """See and switch modules."""


@module.command(name="list")
@desk_option
@json_option
@on_installation
def list_modules(key: str, as_json: bool) -> None:
    """All modules, and where they are on."""
    rows = _rows(key)
    if as_json:
        show_json(rows)
        return
    for row in rows:
        where = ", ".join(row["desks"]) if row["desks"] else "off"
        click.echo(f"{row['name']:<16} {where:<20} {row['title']}")


@module.command()
@click.argument("name")
@desk_option
@json_option
@on_installation
def on(name: str, key: str, as_json: bool) -> None:
    """Switch a module on. What is on already stays on."""
    _switch(name, key, True, as_json)


@module.command()
@click.argument("name")
@desk_option
@json_option
@on_installation
def off(name: str, key: str, as_json: bool) -> None:
    """Switch a module off; its data is kept. Refused (exit 2) while another that is on needs it."""
    _switch(name, key, False, as_json)


def _switch(name: str, key: str, wanted: bool, as_json: bool) -> None:
    from django.db import transaction

    from deskhand.accounts.actions import switch_module
    from deskhand.accounts.models import Desk
    from deskhand.kernel import modules
    from deskhand.kernel.actor import Channel, system

    if modules.module(name) is None:
        fail(f"there is no module {name!r}. Modules: {', '.join(one.label for one in modules.installed())}.")
    desks = [desk(key)] if key else list(Desk.objects.all())
    with transaction.atomic():
        for one in desks:
            switch_module(actor=system(Channel.CLI), desk=one, module=name, on=wanted)
    row = next(one for one in _rows("") if one["name"] == name)
    if as_json:
        show_json(row)
    else:
        click.echo(f"{name}: {'on for ' + ', '.join(row['desks']) if row['desks'] else 'off'}")


def _rows(key: str) -> list[dict[str, Any]]:
    from deskhand.accounts.models import Desk
    from deskhand.kernel import modules, switches

    only = desk(key).pk if key else None
    keys = dict(Desk.objects.values_list("pk", "key"))
    rows = []
    for one in modules.installed():
        desks = [keys[pk] for pk in switches.desks_with(one.label) if pk in keys and only in (None, pk)]
        row = {"name": one.label, "title": str(one.title), "is_on": bool(desks), "desks": desks}
        rows.append({**row, "requires": list(one.requires)})
    return rows


@click.command()
@click.argument("name", required=False, default="")
@desk_option
@json_option
@on_installation
def preset(name: str, key: str, as_json: bool) -> None:
    """Take a desk to a preset (help_desk, service_desk, ...); without a name, say where each desk is."""
    from django.db import transaction

    from deskhand.accounts.actions import choose_preset
    from deskhand.accounts.models import Desk
    from deskhand.kernel import growing
    from deskhand.kernel.actor import Channel, system

    if name and name not in growing.presets():
        fail(f"there is no preset {name!r}. Presets: {', '.join(growing.presets())}.")
    desks = [desk(key)] if key else list(Desk.objects.order_by("key"))
    with transaction.atomic():
        for one in desks if name else ():
            choose_preset(actor=system(Channel.CLI), desk=one, preset=name)
    rows = [_standing(one) for one in desks]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        more = [f"without {', '.join(row['without'])}"] if row["without"] else []
        more += [f"besides {', '.join(row['besides'])}"] if row["besides"] else []
        click.echo(f"{row['desk']:<16} {row['preset']:<16} {'; '.join(more)}".rstrip())


def _standing(one: Any) -> dict[str, Any]:
    from deskhand.kernel import growing

    there = growing.standing(one.pk)
    return {"desk": one.key, "preset": there.preset, "without": there.without, "besides": there.besides}
