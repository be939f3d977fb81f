"""The program's own files: found once, parsed once, for every rule."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "src" / "deskhand"


@functools.cache
def python_files() -> tuple[Path, ...]:
    """Every Python file of the program but its tests, in order."""
    return tuple(path for path in sorted(PROGRAM.rglob("*.py")) if not is_test(path))


@functools.cache
def templates() -> tuple[Path, ...]:
    """Every template of the program, pages, fragments and letters."""
    return tuple(path for path in sorted(PROGRAM.rglob("jinja2/**/*.*")) if path.suffix in (".html", ".txt"))


def pages() -> tuple[Path, ...]:
    """Templates of markup; the style page, which developers see alone, is left out."""
    return tuple(path for path in templates() if path.suffix == ".html" and "style" not in path.parts)


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(PROGRAM).parts


@functools.cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_bytes(), filename=str(path))


def named(path: Path, line: int = 0) -> str:
    """A place as a person looks it up."""
    place = str(path.relative_to(ROOT))
    return f"{place}:{line}" if line else place


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node
