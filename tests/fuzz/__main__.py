"""Fuzz every target for its share of the time, or one target: `python -m tests.fuzz --seconds 60 [TARGET]`."""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
from pathlib import Path

FOLDER = Path("var/fuzz")
TARGETS = ("parser", "sanitiser", "layout", "splitter", "explainer", "seals")
SLOWEST = 10
"""Seconds that one input may take; more is a finding."""


def main() -> int:
    """0 when nothing was found."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--seconds", type=int, default=60, help="for all targets together")
    ask.add_argument("target", nargs="?", choices=TARGETS)
    asked = ask.parse_args()
    names = [asked.target] if asked.target else list(TARGETS)
    share = max(1, asked.seconds // len(names))
    failed = [name for name in names if _run_apart(name, share)]
    for name in failed:
        sys.stdout.write(f"{name}: see the newest {FOLDER / name}-* and the lines above\n")
    return 1 if failed else 0


def _run_apart(name: str, seconds: int) -> int:
    code = f"from tests.fuzz.__main__ import fuzz; fuzz({name!r}, {seconds})"
    sys.stdout.write(f"== {name}, {seconds} s\n")
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-c", code], check=False).returncode


def fuzz(name: str, seconds: int) -> None:
    """Fuzz one target in this process; it ends with it."""
    try:
        import atheris
    except ImportError:
        sys.exit("The fuzzer is not installed: pip install --require-hashes -r requirements/fuzz.txt (Linux alone).")
    with atheris.instrument_imports(include=["deskhand.mail"]):
        from tests.fuzz import targets
    corpus = FOLDER / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in targets.seeds(name):
        (corpus / hashlib.sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    options = [
        f"-max_total_time={seconds}", f"-timeout={SLOWEST}", "-max_len=20000", "-rss_limit_mb=4096", "-verbosity=0",
        "-print_final_stats=1", f"-artifact_prefix={FOLDER}/{name}-", str(corpus),
    ]  # fmt: skip
    atheris.Setup([name, *options], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
