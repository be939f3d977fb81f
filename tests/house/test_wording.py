"""What a person reads can be translated, and no file talks of work left undone."""

import ast
import re

from tests.house.markup import HOLE, skeleton
from tests.house.source import PROGRAM, ROOT, calls, named, pages, python_files

WORD = re.compile(r"[A-Za-z]{2,}")
ATTRIBUTE = re.compile(r"\w[\w-]*=\"[^\"]*\"")
"""In a template that prints attributes through a block they stand outside any tag."""
MOST_WORDS = 1
"""A single word may be a name, a unit or a code; two in a row are a sentence that somebody wants to translate."""

UNTRANSLATED = {"Deskhand"}
"""Names of things that are the same in every language."""

NUMBER = re.compile(
    r"(?<![\w%.])(?:\d[\d,]*|two|three|five|seven|ten|twelve|thirty) "
    r"(?:(?:second|minute|hour|day|week|month|row|character|letter|file|ticket)s?|[KMG]B)\b"
    r"|half an hour|for a (?:week|month)\b"
)
"""A quantity in a text: how long, how many, how large."""
TRANSLATES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "gettext_noop"}


def test_no_template_says_english_words_of_its_own():
    found = [
        f"{named(path, line)} {' '.join(text.split())[:60]!r}"
        for path in pages()
        for line, text in skeleton(path).texts
        for piece in ATTRIBUTE.sub("", text).split(HOLE)
        if len([word for word in WORD.findall(piece) if word not in UNTRANSLATED]) > MOST_WORDS
    ]
    assert not found, 'write {{ _("...") }} or {% trans %}: ' + "; ".join(found)


def test_no_text_repeats_a_number_that_is_a_constant_elsewhere():
    letters = [path for path in PROGRAM.rglob("*.txt") if "jinja2" in path.parts]
    found = [
        f"{named(path, number)} {hit.group()!r}"
        for path in [*pages(), *letters]
        if "style" not in path.parts
        for number, line in enumerate(re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL).splitlines(), 1)
        for hit in NUMBER.finditer(line)
    ]
    found += [
        f"{named(path, call.lineno)} {hit.group()!r}"
        for path in python_files()
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in TRANSLATES
        for text in call.args
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
        for hit in NUMBER.finditer(text.value)
    ]
    assert not found, "fill it from the constant, see deskhand.web.numbers: " + "; ".join(found)


def test_nothing_is_left_to_be_done():
    unfinished = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|coming soon|not implemented yet", re.IGNORECASE)
    files = [*python_files(), *pages(), *sorted((ROOT / "frontend").rglob("*.ts")), *(ROOT / "frontend").rglob("*.css")]
    found = [
        named(path, number)
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if unfinished.search(line) and "demo/content" not in str(path)
    ]
    assert not found, f"do it, or say why not: {', '.join(found)}"


def test_files_are_named_after_what_they_hold():
    empty_names = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base_utils", "stuff"}
    found = [
        named(path) for path in PROGRAM.rglob("*.py") if path.stem in empty_names or path.parent.name in empty_names
    ]
    assert not found, f"their contents want homes: {', '.join(found)}"
