"""``deskhand serve``: one command, one process tree."""

from __future__ import annotations

import os

import click

from deskhand.cli.binding import can_be
from deskhand.cli.surroundings import fail, on_data, say


@click.command()
@click.option("--bind", default="", callback=can_be, help="HOST:PORT. Default: DESKHAND_BIND, else 127.0.0.1:8000.")
@click.option("--only", type=click.Choice(["web", "worker"]), help="Serve only pages, or only background work.")
@on_data
def serve(bind: str, only: str | None) -> None:
    """Run Deskhand: pages and background work. SIGTERM lets requests and jobs at hand finish."""
    start(bind, only or "")


def start(bind: str, only: str = "") -> None:
    """Start the tree and stay until it ends. Prints how to begin while nobody is administrator."""
    from django.conf import settings

    from deskhand.cli.binding import is_free, split_bind
    from deskhand.cli.tree import Tree
    from deskhand.mail.listening.places import Listening

    address = bind or settings.DESKHAND.bind
    try:
        host, port = split_bind(address)
        Listening.of(settings.DESKHAND).tls()
    except ValueError as error:
        fail(error)
    except OSError as error:
        fail(f"DESKHAND_MAIL_CERTIFICATE and its key cannot be used: {error}")
    if only != "worker" and not is_free(host, port):
        fail(f"{address} cannot be listened on: another program is there, or it is not this machine's. Use --bind.")
    base_url = reached_at(address)
    os.environ.update(DESKHAND_BASE_URL=base_url, DESKHAND_BIND=address)
    tell_how_to_begin(base_url)
    Tree(host, port, only, say).run()


def reached_at(address: str) -> str:
    """The base address: the one that is set, else where the tree listens."""
    from django.conf import settings

    from deskhand.kernel.config import Config

    is_set = settings.DESKHAND.base_url != Config.base_url
    return str(settings.DESKHAND.base_url) if is_set else f"http://{address}"


def tell_how_to_begin(base_url: str) -> None:
    """On the first run: the one link that makes the first administrator."""
    from deskhand.ops import first_run

    if first_run.is_needed():
        say(
            f"\nWelcome to Deskhand. Open this link to begin; it works until there is an administrator:\n\n"
            f"    {first_run.link(base_url)}\n"
        )
