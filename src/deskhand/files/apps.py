"""Stored content as a Django app."""

from __future__ import annotations

from deskhand.kernel import modules


class FilesConfig(modules.CoreConfig):
    name = "deskhand.files"
    label = "files"
