"""Where to listen: known to be possible before anything is loaded."""

from __future__ import annotations

import socket

import click

from deskhand.cli.surroundings import fail


def split_bind(bind: str) -> tuple[str, int]:
    """``HOST:PORT`` in its parts. Raises ValueError with a sentence."""
    host, colon, port = bind.rpartition(":")
    if not colon or not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"{bind!r} is no address to listen on: write HOST:PORT, as in 127.0.0.1:8000.")
    return host, int(port)


def is_free(host: str, port: int) -> bool:
    """True if nobody listens on the address yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError:
            return False
    return True


def can_be(_context: click.Context, _option: click.Parameter, bind: str) -> str:
    """End the command at once if no such address can be."""
    if bind:
        try:
            split_bind(bind)
        except ValueError as error:
            fail(error)
    return bind
