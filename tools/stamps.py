"""Remember which inputs a step was last done for, so that it is repeated only when they change."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def checksum(paths: Iterable[Path], *words: str) -> str:
    """One digest over the names and contents of files below ROOT, and over further words such as a version."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for word in words:
        digest.update(f"\0{word}".encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class Stamp:
    """The digest of a step's last success. It lies in the folder that the step fills, and is lost with it."""

    folder: Path
    step: str

    @property
    def path(self) -> Path:
        return self.folder / ".stamps" / self.step

    def is_current(self, digest: str) -> bool:
        """Whether the step was last done for exactly these inputs."""
        return self.path.is_file() and self.path.read_text() == digest

    def remember(self, digest: str) -> None:
        """Call after the step has succeeded, never before."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(digest)

    def forget(self) -> None:
        """Call before a step that leaves a half-done state when it is interrupted."""
        self.path.unlink(missing_ok=True)
