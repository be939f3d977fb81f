"""Templates made ready to run, kept in the data folder: a process that starts need not make all of them again, which
takes seconds. The folder may be removed at any time."""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
from functools import cache
from pathlib import Path

from django.conf import settings
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

log = logging.getLogger(__name__)

FOLDER = "compiled"
"""In the data folder."""
BROKEN = (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, IndexError, TypeError, ValueError)
"""What reading a file that is not whole may end with."""


class CompiledTemplates(FileSystemBytecodeCache):
    """What was made of a template, for as long as neither it nor the way in which templates are made changes."""

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(f"{_way()}{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """What a crash left half written is made again."""
        try:
            super().load_bytecode(bucket)
        except BROKEN as error:
            log.info("A template in %s cannot be used: %s", self.directory, error)
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it if the disk has room: a page is shown all the same."""
        try:
            super().dump_bytecode(bucket)
        except OSError as error:
            log.info("A template is not kept in %s: %s", self.directory, error)


@cache
def _way() -> str:
    """How templates are made: by the file that says so."""
    return hashlib.sha256(Path(__file__).with_name("jinja.py").read_bytes()).hexdigest()


def kept_templates() -> CompiledTemplates | None:
    """The folder of this installation; none where it is not this user's own: what lies there is run."""
    folder = settings.DESKHAND.data / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        log.info("Templates are not kept in %s: %s", folder, error)
        return None
    is_own = found.st_uid == os.geteuid() and not found.st_mode & 0o022
    return CompiledTemplates(str(folder)) if is_own else None
