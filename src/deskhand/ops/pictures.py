"""Pictures of modules on the page Grow: two files in the module's own package, one for each theme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from deskhand.kernel import modules

FOLDER = "pictures"
"""Folder within the package of a module that holds them, as `light.webp` and `dark.webp`."""

LOOKS: tuple[Literal["light", "dark"], ...] = ("light", "dark")

PICTURE_BYTES = 30 * 1024
"""Largest picture of a bundled module, in bytes."""

ALL_PICTURES_BYTES = 600 * 1024
"""Most that the pictures of all bundled modules have together, in bytes: they are in every installation."""

PICTURE_SIZE = (960, 600)
"""Width and height in pixels."""


@dataclass(frozen=True)
class Pictures:
    """What a page writes into the addresses of the two, and what is to be seen on them."""

    light: str
    dark: str
    words: str


def pictures_of(label: str, words: str) -> Pictures | None:
    """The two of a module; None unless both are there."""
    marks = [_mark(file) for look in LOOKS if (file := file_of(label, look)) is not None]
    if len(marks) != len(LOOKS):
        return None
    light, dark = (
        urlencode({"module": label, "look": look, "v": mark}) for look, mark in zip(LOOKS, marks, strict=True)
    )
    return Pictures(light, dark, words)


def file_of(label: str, look: str) -> Path | None:
    """Where a picture lies; None for a module that has none, and for whatever is no module and no look."""
    config = modules.module(label)
    if config is None or look not in LOOKS:
        return None
    file = Path(config.path) / FOLDER / f"{look}.webp"
    return file if file.is_file() else None


@cache
def _mark(file: Path) -> str:
    """Another address for another picture, so that browsers may keep each."""
    return blake2b(file.read_bytes(), digest_size=6).hexdigest()
