"""``deskhand demo``: a desk that looks lived in."""

from __future__ import annotations

from typing import Any

import click

from deskhand.cli.binding import can_be
from deskhand.cli.surroundings import json_option, on_data_anew, say, show_json

PERSONAS = ("administrator", "agent", "requester", "hr", "facilities")
"""Who gets a link to sign in."""


@click.command()
@click.option("--bind", default="", callback=can_be, help="HOST:PORT. Default: 127.0.0.1:8000.")
@click.option("--tickets", type=click.IntRange(0, 1_000_000), default=300, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed tells the same stories.")
@click.option("--modules", default="", help="Modules to switch on, separated by commas.")
@click.option("--no-serve", is_flag=True, help="Fill the folder, do not serve.")
@json_option
@on_data_anew
def demo(bind: str, tickets: int, seed: int, modules: str, no_serve: bool, as_json: bool) -> None:
    """Fill an empty folder with a demo desk, print sign-in links, and serve it.

    A folder that holds a demo already is served as it is. With --json, standard output is one object with the
    addresses of `administrator`, `agent`, `requester`, `hr` and `facilities`, and the name of the `mailbox`.
    """
    from deskhand.demo import fill

    names = [name.strip() for name in modules.split(",") if name.strip()]
    present = fill.found()
    made = present or _filled(tickets, seed, names)
    if as_json:
        show_json(made.as_dict())
    if not no_serve:
        from deskhand.cli.serving import start

        _print_links(made, bind)
        start(bind)


def _filled(tickets: int, seed: int, modules: list[str]) -> Any:
    from django.conf import settings

    from deskhand.cli import half_filled
    from deskhand.cli.surroundings import fail
    from deskhand.demo import fill
    from deskhand.kernel import modules as bundled

    unknown = [name for name in modules if bundled.module(name) is None]
    if unknown:
        fail(f"there is no module {unknown[0]!r}. Modules: {', '.join(one.label for one in bundled.installed())}.")
    if needed := _needed(modules):
        first, others = needed
        whole = ",".join([*others, *modules])
        fail(f"{first} needs {' and '.join(others)}: name that as well, as in --modules {whole}.")
    done = 0

    def progress(count: int) -> None:
        nonlocal done
        done += count
        if tickets > 1000:
            say(f"  {done:,} of {tickets:,} tickets")

    fill.refuse_if_used()
    say("Filling the demo desk ...")
    with half_filled.filling(settings.DESKHAND.data):
        return fill.fill(tickets=tickets, seed=seed, modules=modules, progress=progress)


def _needed(modules: list[str]) -> tuple[str, list[str]] | None:
    """The first module that needs others which are not named before it, and these."""
    from deskhand.kernel import modules as bundled

    for nth, name in enumerate(modules):
        found = bundled.module(name)
        missing = [one for one in (found.requires if found is not None else ()) if one not in modules[:nth]]
        if missing:
            return name, missing
    return None


def _print_links(made: Any, bind: str) -> None:
    """A fresh one-time link for each persona."""
    from django.conf import settings

    from deskhand.accounts import addresses
    from deskhand.accounts.actions import make_sign_in_link
    from deskhand.accounts.actions.links import PRINTED_LINK_LIFE
    from deskhand.cli.serving import reached_at
    from deskhand.kernel.actor import Channel, system

    base = reached_at(bind or settings.DESKHAND.bind)
    say("\nSign in with a link; each works once, within 12 hours:\n")
    for persona in PERSONAS:
        if not getattr(made, persona):
            continue  # A demo of an older version.
        person = addresses.owner_of(getattr(made, persona))
        if person is None:
            say(f"  {persona:<14} {getattr(made, persona)} is not there any more.")
            continue
        link = make_sign_in_link(actor=system(Channel.CLI), person=person, life=PRINTED_LINK_LIFE, base_url=base)
        say(f"  {persona:<14} {link}")
    say(f"\nDeskhand is on {base}  (Ctrl-C ends it)\n")
