"""What crosses between the worker and its reader: JSON, and contents as plain bytes behind it.

The reader works on strangers' bytes, so nothing that it sends may become anything but values here: no pickles, no code,
no class by name. Whatever has not the expected shape raises :class:`Garbled`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from socket import socket
from typing import Any, TypeVar

from deskhand.mail.isolation.shapes import shape_of

_HEAD = struct.Struct(">II")
_SIZE = struct.Struct(">Q")
CHUNK = 1024 * 1024
"""Bytes that are read at a time, and the most contents in a message."""

_T = TypeVar("_T")


class Garbled(Exception):
    """What came is no message of ours."""


def send(line: socket, words: Any, contents: Sequence[bytes] = ()) -> None:
    """Send a JSON value and contents."""
    text = json.dumps(words, separators=(",", ":")).encode("ascii")
    sizes = b"".join(_SIZE.pack(len(one)) for one in contents)
    line.sendall(_HEAD.pack(len(text), len(contents)) + sizes + text)
    for one in contents:
        line.sendall(one)


def receive(line: socket, most: int) -> tuple[Any, list[bytes]]:
    """A JSON value and contents, of at most ``most`` bytes together. Raises EOFError when the other end is gone."""
    length, count = _HEAD.unpack(_exactly(line, _HEAD.size))
    if count > CHUNK:
        raise Garbled
    sizes = [size for (size,) in _SIZE.iter_unpack(_exactly(line, _SIZE.size * count))]
    if length + sum(sizes) > most:
        raise Garbled
    try:
        words = json.loads(_exactly(line, length))
    except ValueError as error:
        raise Garbled from error
    return words, [bytes(_exactly(line, size)) for size in sizes]


def flat(value: Any) -> tuple[Any, list[bytes]]:
    """A value of a dataclass as JSON and contents."""
    contents: list[bytes] = []
    return shape_of(type(value)).pack(value, contents), contents


def whole(kind: type[_T], words: Any, contents: list[bytes]) -> _T:
    """The value again."""
    try:
        found: _T = shape_of(kind).unpack(words, contents)
    except (TypeError, ValueError, LookupError) as error:
        raise Garbled from error
    return found


def _exactly(line: socket, size: int) -> bytes | bytearray:
    first = line.recv(min(size, CHUNK)) if size else b""
    if len(first) == size:
        return first
    if not first:
        raise EOFError
    whole = bytearray(size)
    whole[: len(first)] = first
    rest, at = memoryview(whole), len(first)
    while at < size:
        got = line.recv_into(rest[at:], min(size - at, CHUNK))
        if not got:
            raise EOFError
        at += got
    return whole
