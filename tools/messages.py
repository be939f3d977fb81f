"""Translations: `update` reads the words from the code into the catalogues, `compile` makes what the program loads.

Babel does the work, because Django's makemessages does not read Jinja2's `{% trans %}`.
"""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.stamps import ROOT

LOCALE = ROOT / "src/deskhand/locale"
LANGUAGES = ("de",)
DOMAIN = "django"
KEYWORDS = (
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext:1,2",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "pgettext_lazy:1c,2",
    "npgettext:1c,2,3",
    "npgettext_lazy:1c,2,3",
)


def update() -> None:
    """Bring every catalogue in line with the words in the code; new ones are left empty, unused ones go."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "django.pot"
        extract(template)
        for language in LANGUAGES:
            _update_one(language, template)


def extract(template: Path) -> None:
    """Write every translatable word of the program to a template file."""
    options = [f"--keyword={keyword}" for keyword in KEYWORDS]
    _babel(
        "extract",
        "--mapping-file=babel.cfg",
        "--no-default-keywords",
        *options,
        "--add-location=file",
        "--add-comments=Translators:",
        "--sort-by-file",
        "--project=Deskhand",
        "--ignore-dirs=tests node_modules .*",
        f"--output-file={template}",
        "src/deskhand",
    )


def _update_one(language: str, template: Path) -> None:
    file = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    catalogue = _read(file) if file.exists() else _new(language)
    with template.open("rb") as source:
        catalogue.update(read_po(source), no_fuzzy_matching=True, update_creation_date=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        write_po(target, catalogue, width=120, sort_by_file=True, ignore_obsolete=True)


def _new(language: str) -> Catalog:
    # Compiling must work where a wheel is built, before there is a `deskhand` to import.
    from deskhand import __version__

    return Catalog(
        locale=language,
        domain=DOMAIN,
        project="Deskhand",
        version=__version__,
        header_comment=f"# Deskhand's words in {Locale.parse(language).english_name}.\n# Licence: AGPL-3.0-or-later.",
        last_translator="Deskhand's contributors",
        language_team=language,
        msgid_bugs_address="see CONTRIBUTING.md",
        revision_date=datetime.now(UTC),
        fuzzy=False,
    )


def _read(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale=file.parent.parent.name, abort_invalid=True)


def compile_all() -> int:
    """Compile each catalogue that is newer than its compiled form; how many were compiled."""
    stale = [path for path in LOCALE.glob("*/LC_MESSAGES/*.po") if _is_stale(path)]
    for path in stale:
        _compile(path)
    return len(stale)


def _is_stale(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < catalogue.stat().st_mtime_ns


def _compile(catalogue: Path) -> None:
    with catalogue.with_suffix(".mo").open("wb") as target:
        write_mo(target, _read(catalogue))


def _babel(*arguments: str) -> None:
    CommandLineInterface().run(["pybabel", "--quiet", *arguments])  # type: ignore[no-untyped-call]


def main(arguments: list[str]) -> int:
    """The command line; the exit code."""
    if arguments == ["update"]:
        update()
    elif arguments != ["compile"]:
        print("usage: python -m tools.messages update|compile", file=sys.stderr)
        return 2
    compiled = compile_all()
    if compiled:
        print(f"{compiled} catalogue(s) compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
