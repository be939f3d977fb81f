"""`make lint`: style, types, import rules, templates, TypeScript, side by side on the cores that there are."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tools.stamps import ROOT

BIN = Path(sys.executable).parent
CHECKS: dict[str, tuple[str, ...]] = {
    "mypy": ("mypy",),
    "djlint": ("djlint", "src", "--lint", "--quiet"),
    "TypeScript": ("python", "-m", "tools.assets", "--check"),
    "lint-imports": ("lint-imports",),
    "ruff format": ("ruff", "format", "--check", "."),
    "ruff check": ("ruff", "check", "."),
}
"""Each with its command, the slowest first."""


def checked(name: str) -> tuple[bool, str]:
    """Run one. Whether all is well, and what there is to say."""
    began = time.monotonic()
    program, *words = CHECKS[name]
    done = subprocess.run(
        [BIN / program, *words],
        cwd=ROOT,
        env={**os.environ, "DESKHAND_DATA": "var/lint"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    is_well = done.returncode == 0
    told = f"{name}: {'well' if is_well else 'FAILED'} after {time.monotonic() - began:.0f} s"
    return is_well, told if is_well else f"{done.stdout.rstrip()}\n{told}"


def main() -> int:
    """All of them, though one fails; 1 if any does."""
    failed = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        running = {pool.submit(checked, name): name for name in CHECKS}
        for one in as_completed(running):
            is_well, told = one.result()
            print(told, flush=True)
            failed += [] if is_well else [running[one]]
    if failed:
        print(f"not as it should be: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
