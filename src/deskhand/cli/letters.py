"""Mail from the terminal: the pipe of a mail server, and an explanation of one message."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from deskhand.cli import half_filled
from deskhand.cli.surroundings import (
    choose_data,
    data_option,
    fail,
    prepared,
    refuse_without_installation,
    set_up,
)

TRY_AGAIN = 75
"""Exit code (EX_TEMPFAIL) that makes a mail server keep the message and try again."""


@click.group(invoke_without_command=True)
@click.option("--mailbox", default="", help="Name of the mailbox that the message is for.")
@data_option
@click.pass_context
def mail(context: click.Context, mailbox: str, data: Any) -> None:
    """Take one message from standard input: deskhand mail --mailbox it < message.eml

    Exit codes: 0 accepted and stored; 75 not now, try again; 64 there is no such mailbox; 65 the message is too large.
    """
    folder = choose_data(data)
    if context.invoked_subcommand is not None:
        return
    if not mailbox:
        fail("name the mailbox: deskhand mail --mailbox NAME < message.eml")
    sys.exit(_accept(mailbox, folder))


@mail.command()
@click.option("--json", "_json", is_flag=True, default=True, hidden=True)
def explain(_json: bool) -> None:
    """Say what would become of the message on standard input, and why. Nothing is stored.

    Prints one JSON object in UTF-8 for any bytes whatsoever, and ends with 0. Needs no installation.
    """
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
    from deskhand.mail.isolated import explained

    try:
        raw = sys.stdin.buffer.read() if sys.stdin else b""
    except OSError as error:  # It is no input at all: open for writing alone, or a device that fails.
        fail(f"standard input cannot be read: {error}")
    told = explained(raw)
    click.echo(json.dumps(told, ensure_ascii=False, indent=2).encode())


def _accept(mailbox: str, folder: Path) -> int:
    try:
        half_filled.refuse(folder)
        refuse_without_installation(folder)
        set_up()
    except SystemExit:  # Wrong settings, said in words: not the letter's fault, so that it waits until they are mended.
        return TRY_AGAIN
    from django.db import DatabaseError

    try:
        prepared()
        from deskhand.mail import pipe

        return int(pipe.run(mailbox, sys.stdin.buffer))
    except (DatabaseError, OSError) as error:  # The mail server keeps the message; nothing is lost.
        click.echo(f"deskhand: not now, try again: {error}", err=True)
        return TRY_AGAIN
