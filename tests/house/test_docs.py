"""The documents speak of what is there: links, commands, settings, pictures, queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from deskhand.cli.command import deskhand
from deskhand.kernel.actor import Channel
from deskhand.kernel.config import Config
from deskhand.kernel.query import ChoiceField, FlagField, parse
from deskhand.tickets.query_fields import ticket_fields
from tests.house.source import ROOT, python_files
from tools.screenshots import FOLDER, MOST_BYTES, PICTURES

PAGES = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SETTING = re.compile(r"\bDESKHAND_[A-Z][A-Z_]*[A-Z]")
TOML = re.compile(r'^([a-z_]+) = "', re.MULTILINE)
COMMAND = re.compile(r"(?:^|`|bin/)deskhand((?: [^\s`|<>;]+)+)", re.MULTILINE)
QUERIES = re.compile(r"```query\n(.*?)```", re.DOTALL)
FORBIDDEN = re.compile(
    r"py[p]i\.org|python[h]osted|registry\.np[m]js|np[m]js\.com|/wo[r]k/|/roo[t]/|/hom[e]/|lorem ipsu[m]", re.IGNORECASE
)
READ_ELSEWHERE = {"DESKHAND_CONFIG"}
"""Names the settings' file, and is no setting itself."""


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def targets(page: Path) -> Iterator[str]:
    """Relative targets of a page's links and pictures."""
    for target in LINK.findall(page.read_text()):
        if not re.match(r"[a-z]+:|#", target):
            yield target.partition("#")[0]


@pytest.mark.parametrize("document", PAGES, ids=named)
def test_every_link_leads_somewhere(document):
    lost = [target for target in targets(document) if not (document.parent / target).exists()]
    assert not lost, f"{named(document)} leads to what is not there: {lost}"


@pytest.mark.parametrize("document", PAGES, ids=named)
def test_every_setting_that_is_named_exists(document):
    known = {f"DESKHAND_{one.name.upper()}" for one in fields(Config)} | READ_ELSEWHERE
    found = {name.removesuffix("_FILE") for name in SETTING.findall(document.read_text())}
    unknown = {name for name in found if name not in known}
    assert not unknown, f"{named(document)} names settings that nobody reads: {sorted(unknown)}"


def test_every_key_of_an_example_of_the_settings_file_exists():
    known = {one.name for one in fields(Config)}
    for page in PAGES:
        if "admin" in page.parts or page.name == "README.md":
            unknown = set(TOML.findall(page.read_text())) - known
            assert not unknown, f"{named(page)}: {sorted(unknown)}"


@pytest.mark.parametrize("document", PAGES, ids=named)
def test_every_command_that_is_named_exists_with_its_options(document):
    wrong = [problem for words in COMMAND.findall(document.read_text()) if (problem := refused(words.split()))]
    assert not wrong, f"{named(document)}: {wrong}"


def refused(words: list[str]) -> str:
    """What is wrong with the words behind ``deskhand``; nothing if they can be typed like this."""
    command: click.Command = deskhand
    for word in words:
        if isinstance(command, click.Group) and not word.startswith("-"):
            if word in command.commands:
                command = command.commands[word]
            elif not command.invoke_without_command:
                return f"there is no command: deskhand {' '.join(words)}"
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help"}
    given = {word.partition("=")[0] for word in words if word.startswith("--")}
    unknown = set() if command.name == "manage" else given - known
    return f"deskhand {' '.join(words)} does not know {sorted(unknown)}" if unknown else ""


@pytest.mark.django_db
def test_every_example_of_the_query_language_can_be_asked():
    examples = [
        line
        for block in QUERIES.findall((ROOT / "docs/agent/search.md").read_text())
        for line in block.splitlines()
        if line
    ]
    assert len(examples) > 10
    for line in examples:
        parse(line, ticket_fields())


@pytest.mark.django_db
def test_every_field_of_the_query_language_is_described():
    page = (ROOT / "docs/agent/search.md").read_text()
    missing = [one.name for one in ticket_fields() if f"`{one.name}:" not in page]
    assert not missing, f"docs/agent/search.md does not say what these do: {missing}"


@pytest.mark.django_db
def test_every_word_that_a_field_knows_is_described():
    page = (ROOT / "docs/agent/search.md").read_text()
    words = [choice.code for one in ticket_fields() if isinstance(one, ChoiceField) for choice in one.choices]
    words += [flag.code for one in ticket_fields() if isinstance(one, FlagField) for flag in one.flags]
    assert {channel.value for channel in Channel} <= set(words), "tickets come through doors that cannot be asked for"
    missing = [word for word in words if f"`{word}`" not in page]
    assert not missing, f"docs/agent/search.md does not say what these mean: {missing}"


def test_every_limit_that_is_named_is_one_of_the_program():
    page = (ROOT / "docs/admin/limits.md").read_text()
    named_there = {name for name in re.findall(r"`([A-Z][A-Z_]+)`", page) if not name.startswith("DESKHAND_")}
    assert len(named_there) > 40
    program = "\n".join(path.read_text() for path in python_files())
    gone = sorted(name for name in named_there if not re.search(rf"^{name}\b.* = ", program, re.MULTILINE))
    assert not gone, f"docs/admin/limits.md names constants that are not there: {gone}"


def test_every_picture_is_there_and_small():
    there = {file.stem for file in FOLDER.iterdir()}
    assert there == {one.name for one in PICTURES}, "run make screenshots, and remove pictures that nobody takes"
    large = [file.name for file in FOLDER.iterdir() if file.stat().st_size > MOST_BYTES]
    assert not large, f"at most {MOST_BYTES} bytes: {large}"


def test_every_picture_is_shown_somewhere():
    shown = {Path(target).stem for page in PAGES for target in targets(page) if target.endswith(".webp")}
    assert {one.name for one in PICTURES} <= shown


@pytest.mark.parametrize("document", PAGES, ids=named)
def test_no_page_names_hosts_of_registries_or_somebodys_folders(document):
    assert not FORBIDDEN.findall(document.read_text())


def test_the_changelog_knows_this_version():
    from deskhand import __version__

    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text()
