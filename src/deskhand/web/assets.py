"""Where the built files are: entries of the Vite manifest, and icons as markup."""

import functools
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from markupsafe import Markup, escape

BUILT = Path(__file__).parent / "static" / "deskhand"
"""The folder that the front end is built into, below a static root."""

ICONS = Path(__file__).parent / "icons.json"
"""Icon name to inner SVG markup, made from `frontend/icons.txt`."""

BUILD_COMMAND = "npm ci && npm run build"


class AssetsMissing(RuntimeError):
    """The front end was not built, or not with this name in it; the message says what to run."""


def asset(name: str) -> str:
    """Return the public address of a built entry, for example ``asset("main.ts")``."""
    return _addresses(name, *_manifest())[0]


def asset_imports(name: str) -> list[str]:
    """Return the addresses of what an entry imports at once, for preloading."""
    return _addresses(name, *_manifest())[1:]


def icon(name: str, size: int = 16, cls: str = "") -> Markup:
    """Return one icon as inline SVG of `size` pixels, hidden from assistive technology: the words beside it speak."""
    return _icon.__wrapped__(name, size, cls) if settings.DEBUG else _icon(name, size, cls)


@functools.lru_cache(maxsize=2_000)
def _icon(name: str, size: int, cls: str) -> Markup:
    body = _icons().get(name)
    if body is None:
        raise AssetsMissing(f'No icon "{name}": add it to frontend/icons.txt and run: {BUILD_COMMAND}')
    return Markup(
        '<svg class="shrink-0 {}" width="{}" height="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>'
    ).format(escape(cls), size, size, Markup(body))


@functools.lru_cache(maxsize=100)
def _addresses(name: str, manifest: Path, changed: int) -> list[str]:
    """The entry's own address, and then those of what it imports."""
    entries: dict[str, dict[str, Any]] = _read(manifest, changed)
    for key, entry in entries.items():
        if key == name or key.endswith("/" + name):
            files = [entry["file"], *(entries[imported]["file"] for imported in entry.get("imports", []))]
            return [static(f"deskhand/{file}") for file in files]
    raise AssetsMissing(f'The built front end has no entry "{name}". Build it with: {BUILD_COMMAND}')


def _manifest() -> tuple[Path, int]:
    """Where the manifest is, and when it was written: a new build is noticed at once."""
    for path in (BUILT / "manifest.json", BUILT / ".vite" / "manifest.json"):
        try:
            return path, path.stat().st_mtime_ns
        except FileNotFoundError:
            continue
    raise AssetsMissing(f"The front end is not built (no manifest in {BUILT}). Build it with: {BUILD_COMMAND}")


def _icons() -> dict[str, str]:
    if not ICONS.exists():
        raise AssetsMissing(f"The icons are not built ({ICONS} is missing). Build them with: {BUILD_COMMAND}")
    icons: dict[str, str] = _read(ICONS, ICONS.stat().st_mtime_ns)
    return icons


@functools.lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
