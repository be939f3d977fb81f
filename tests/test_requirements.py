"""The locked dependencies say where nothing comes from, and name everything that the program imports."""

import ast
import functools
import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
OWN = {"deskhand", "tests", "tools"}
LOCKS = ("base.txt", "semantic.txt", "dev.txt")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(file: str) -> set[str]:
    lines = (REQUIREMENTS / file).read_text().splitlines()
    return {plain(match[0]) for line in lines if (match := re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line))}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@functools.cache
def distributions() -> dict[str, set[str]]:
    return {module: {plain(name) for name in names} for module, names in packages_distributions().items()}


def program() -> list[Path]:
    return [path for path in (ROOT / "src/deskhand").rglob("*.py") if "tests" not in path.parts]


def test_everything_the_program_imports_is_a_requirement_by_name():
    wanted = named("base.in") | named("semantic.in")
    unnamed = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path in program()
        for module in imports(path)
        if module not in sys.stdlib_module_names | OWN and not distributions().get(module, set()) & wanted
    }
    assert not unnamed, "add to requirements/base.in (or semantic.in) and run make lock: " + ", ".join(sorted(unnamed))


@pytest.mark.parametrize("name", ["base", "semantic", "dev", "node"])
def test_every_requirement_is_locked_with_hashes_and_without_an_address(name):
    lock = (REQUIREMENTS / f"{name}.txt").read_text()
    pinned = re.findall(r"^(\S+==\S+)(.*)", lock, re.MULTILINE)
    assert named(f"{name}.in") <= {plain(pin.split("==")[0]) for pin, _ in pinned}
    assert all(rest.endswith("\\") for _, rest in pinned)
    assert not re.search(r"://|^\s*-|@ ", lock.replace("    --hash=sha256:", ""), re.MULTILINE)


def test_work_on_the_program_is_done_with_the_versions_that_run_it():
    pins = {file: set(re.findall(r"^(\S+==\S+)", (REQUIREMENTS / file).read_text(), re.MULTILINE)) for file in LOCKS}
    assert not (pins["base.txt"] | pins["semantic.txt"]) - pins["dev.txt"], "run make lock"


def test_the_packages_of_the_front_end_are_exact_and_without_an_address():
    wanted = json.loads((ROOT / "package.json").read_text())
    versions = {**wanted["dependencies"], **wanted["devDependencies"]}
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    assert {name: packages[f"node_modules/{name}"]["version"] for name in versions} == versions
    assert not [name for name, package in packages.items() if "resolved" in package]
