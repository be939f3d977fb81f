"""An archive that somebody hands over: a ZIP file, read with limits, or a folder of a test."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid

ENTRY_LIMIT = 20_000
"""Files in one archive."""

ENTRY_BYTES = 25 * 1024 * 1024
"""Largest file in an archive, in bytes, unpacked."""

TOTAL_BYTES = 500 * 1024 * 1024
"""All files of an archive together, in bytes, unpacked."""


@dataclass
class Archive:
    """Files by their paths, with forward slashes, without a leading folder that all of them share."""

    entries: dict[str, zipfile.ZipInfo]
    zip: zipfile.ZipFile
    _folded: dict[str, str] = field(default_factory=dict)

    @classmethod
    def opened(cls, content: bytes) -> Archive:
        """From the bytes of a ZIP file. Raises Invalid with words for what is none, or too large."""
        try:
            packed = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError):
            raise _refused(_("This is no ZIP file, or it is damaged. Pack the folder again.")) from None
        infos = [one for one in packed.infolist() if not one.is_dir() and not _is_clutter(one.filename)]
        _check_sizes(infos)
        entries: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            path = _safe(info.filename)
            if path is None or info.flag_bits & 1:
                raise _refused(_("The archive holds a file that cannot be read: %(name)s.") % {"name": info.filename})
            entries[path] = info
        return cls(_without_root(entries), packed)

    def names(self) -> list[str]:
        """All paths, sorted."""
        return sorted(self.entries)

    def has(self, path: str) -> bool:
        """True if there is such a file; letters' case counts for nothing."""
        return self._found(path) is not None

    def read(self, path: str) -> bytes:
        """The file's bytes. Raises Invalid if it is damaged or larger than it said, KeyError if it is not there."""
        name = self._found(path)
        if name is None:
            raise KeyError(path)
        info = self.entries[name]
        try:
            with self.zip.open(info) as stream:
                content = stream.read(ENTRY_BYTES + 1)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise _refused(_("The archive is damaged at %(name)s. Pack the folder again.") % {"name": name}) from None
        if len(content) > ENTRY_BYTES:
            raise _refused(_too_large(name))
        return content

    def text(self, path: str) -> str:
        """The file as text, from UTF-8 (with or without a mark), else as Western European."""
        content = self.read(path)
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", errors="replace")

    def _found(self, path: str) -> str | None:
        if path in self.entries:
            return path
        if not self._folded:
            self._folded = {name.casefold(): name for name in self.entries}
        return self._folded.get(path.casefold())


def relative(to: str, path: str) -> str | None:
    """The path that a file at ``to`` means by ``path``; None if it leads out of the archive."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(to), path))
    return None if joined.startswith(("../", "/")) or joined == ".." else joined


def _refused(why: str) -> Invalid:
    return Invalid(_("This archive cannot be imported."), {"file": why})


def _too_large(name: str) -> str:
    limit = ENTRY_BYTES // 1024 // 1024
    return _("%(name)s is too large: at most %(limit)s MB for a file of an archive.") % {"name": name, "limit": limit}


def _check_sizes(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > ENTRY_LIMIT:
        raise _refused(_("Too many files: at most %(limit)s.") % {"limit": ENTRY_LIMIT})
    for info in infos:
        if info.file_size > ENTRY_BYTES:
            raise _refused(_too_large(info.filename))
    if sum(info.file_size for info in infos) > TOTAL_BYTES:
        limit = TOTAL_BYTES // 1024 // 1024
        raise _refused(_("Unpacked it is too large: at most %(limit)s MB.") % {"limit": limit})


def _safe(name: str) -> str | None:
    path = posixpath.normpath(name.replace("\\", "/"))
    return None if path.startswith(("/", "../")) or path in ("..", ".") or "\x00" in path else path


def _is_clutter(name: str) -> bool:
    return name.startswith("__MACOSX/") or posixpath.basename(name) in (".DS_Store", "Thumbs.db", "desktop.ini")


def _without_root(entries: dict[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    roots = {path.partition("/")[0] for path in entries}
    if len(roots) != 1 or any("/" not in path for path in entries):
        return entries
    return {path.partition("/")[2]: info for path, info in entries.items()}
