"""Markup is made in one place and holds nothing that the content security policy would have to forgive."""

import ast
import re

from tests.house.markup import attribute_names, has_unquoted_value, skeleton
from tests.house.source import PROGRAM, calls, named, pages, python_files, templates

MAKERS_OF_MARKUP = {"mark_safe", "Markup", "format_html", "format_html_join", "SafeString"}

SWAPS = {"innerHTML", "outerHTML", "morph", "none", "delete", "beforeend", "afterbegin", "beforebegin", "afterend"}
"""What `hx-swap` may say: htmx's own words, and that of frontend/src/swap.ts."""

MAY_MAKE_MARKUP = {
    "modules/knowledge/shown.py": "an article is stored cleaned; its headings, code and tables get attributes of ours",
    "modules/knowledge/structured.py": "JSON within a script, in which nothing can end the script",
    "mail/letters.py": "a letter is put together of escaped values and cleaned HTML",
    "portal/conversation.py": "a message is stored cleaned and shown as stored",
    "tickets/shown.py": "a message is stored cleaned and shown as stored, with its pictures if asked for",
}
"""Files outside web/ that may declare text to be markup, and why."""


def test_only_the_face_declares_text_to_be_markup():
    outside = [
        (path, call)
        for path in python_files()
        if not path.is_relative_to(PROGRAM / "web") and str(path.relative_to(PROGRAM)) not in MAY_MAKE_MARKUP
        for call in calls(path)
        if _name(call) in {"mark_safe", "SafeString"} or (_name(call) == "Markup" and not _is_plain(call))
    ]
    assert not outside, "let a template or deskhand.web make it: " + ", ".join(
        named(path, call.lineno) for path, call in outside
    )


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _is_plain(call: ast.Call) -> bool:
    """Markup("...") of a literal is the program's own text."""
    return all(isinstance(one, ast.Constant) for one in call.args)


def test_who_may_make_markup_still_does():
    idle = [name for name in MAY_MAKE_MARKUP if "Markup(" not in (PROGRAM / name).read_text()]
    assert not idle, f"take off the list: {idle}"


def test_no_template_switches_escaping_off():
    found = [
        named(path, number)
        for path in templates()
        if path.suffix == ".html" and not path.is_relative_to(PROGRAM / "web")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\|\s*safe\b|autoescape\s+false", line)
    ]
    assert not found, f"escape, or clean in deskhand.mail.clean: {', '.join(found)}"


def test_no_template_carries_a_style_or_a_script_of_its_own():
    found = []
    for path in pages():
        if path.parent.name == "mail":  # A letter is read elsewhere and brings its style along.
            continue
        for line, tag in skeleton(path).tags:
            names = attribute_names(tag)
            if "style" in names or any(re.match(r"on[a-z]+$|hx-on", name) for name in names):
                found.append(f"{named(path, line)} {tag[:60]}")
            if tag.startswith("<style") or (tag.startswith("<script") and "src" not in names and "json" not in tag):
                found.append(f"{named(path, line)} {tag[:60]}")
    assert not found, "the content security policy forbids: " + "; ".join(found)


def test_every_swap_is_one_that_the_page_knows():
    found = [
        f"{named(path)} {words}"
        for path in pages()
        for words in re.findall(r'hx-swap="([^"{]*)"', path.read_text())
        if words.split()[0] not in SWAPS
    ]
    assert not found, "htmx would put it into the old one, with the keyboard's place lost: " + "; ".join(found)


def test_every_attribute_is_quoted():
    found = [
        f"{named(path, line)} {tag[:60]}"
        for path in pages()
        for line, tag in skeleton(path).tags
        if has_unquoted_value(tag)
    ]
    assert not found, "put quotation marks around the value: " + "; ".join(found)


def test_the_rules_see_what_they_forbid():
    assert has_unquoted_value("<a href=\ue000>")
    assert has_unquoted_value('<a class="x" href=\ue000>')
    assert not has_unquoted_value("<a href=\"\ue000?a=b\" title='c=d'>")
    assert attribute_names('<p class="a" style="x" onclick="y">') == {"class", "style", "onclick"}
