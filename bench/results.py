"""Results on disk: one file a run, written whole or not at all."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "bench" / "results"


def write(result: dict[str, Any], folder: Path = FOLDER) -> Path:
    """Write a result under its instant and commit; older ones whose ratios have a name that this one lacks are removed,
    since nothing can be compared with them any more."""
    instant = datetime.fromisoformat(result["at"]).strftime("%Y-%m-%dT%H-%M-%SZ")
    file = folder / f"{instant}-{result['commit']}.json"
    for older in sorted(folder.glob("*.json")):
        if set(json.loads(older.read_text())["ratios"]) - set(result["ratios"]):
            older.unlink()
    return write_to(result, file)


def write_to(result: dict[str, Any], file: Path) -> Path:
    """Write a result into a file of one's choice."""
    part = file.with_suffix(".part")
    part.write_text(json.dumps(result, indent=1) + "\n")
    part.replace(file)
    return file


def identity() -> dict[str, Any]:
    """When and of what a run is: its start in UTC, the commit, whether files differ from it."""
    commit = _git("rev-parse", "--short=10", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", "src", "frontend", "requirements")
    now = datetime.now(UTC).replace(microsecond=0)
    return {"at": now.isoformat(), "commit": commit, "differs_from_commit": bool(changed)}


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
