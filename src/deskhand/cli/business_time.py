"""Business time from the terminal, without an installation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import BinaryIO

import click


@click.group()
def calendar() -> None:
    """Business calendars."""


@calendar.command()
@click.option("--jsonl", is_flag=True, required=True, help="Read and print JSON, one object a line.")
def time(jsonl: bool) -> None:
    """Count business time by the rules that stand in each question. Needs no installation, and opens no database.

    A line of standard input is {"id", "op", "calendar", "start"} with op `due` (and "seconds" or "minutes"), `between`
    (and "end"), `next_open` or `is_open`, and "pauses" if there are any. Each has one line of answer, in order: {"id",
    "result"} with an instant in UTC, seconds, or true or false; {"id", "error"} with a sentence. Ends with 0 whatever
    was asked.
    """
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
    from deskhand.calendars import questions

    for line in _lines(sys.stdin.buffer, questions.LONGEST_LINE):
        click.echo(questions.answered(line))


def _lines(stream: BinaryIO, longest: int) -> Iterator[bytes]:
    """Lines that hold something; of one that is too long no more than shows that it is."""
    while line := stream.readline(longest + 2):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(longest)
        if line.strip():
            yield line.rstrip(b"\r\n")
