"""Signing in with a bearer token: the two ways in which mail servers take one (RFC 7628, and Google's older)."""

from __future__ import annotations

from collections.abc import Collection

OAUTHBEARER, XOAUTH2 = "OAUTHBEARER", "XOAUTH2"


def mechanism(offered: Collection[str]) -> str:
    """The one to use: the standard one where it is offered, else what Microsoft 365 and Google take."""
    return OAUTHBEARER if OAUTHBEARER in {one.upper() for one in offered} else XOAUTH2


def first_words(way: str, *, user: str, token: str, host: str, port: int) -> str:
    """What the client says; to be encoded by base64."""
    if way == XOAUTH2:
        return f"user={user}\x01auth=Bearer {token}\x01\x01"
    name = user.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01"


def last_words(way: str) -> str:
    """What the client answers to a server's account of why not, so that the server can say no."""
    return "" if way == XOAUTH2 else "\x01"
