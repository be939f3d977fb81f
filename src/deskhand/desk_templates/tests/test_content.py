"""The templates that come with Deskhand: whole in every language, and nothing of them is refused."""

from __future__ import annotations

import pytest
from django.conf import settings

from deskhand.desk_templates.actions import begin_desk
from deskhand.desk_templates.checks import check
from deskhand.desk_templates.file import untold
from deskhand.desk_templates.shelf import BUNDLED, shelf, template_of
from deskhand.desk_templates.shown import modules_of, rooms
from deskhand.kernel.actor import SYSTEM

pytestmark = pytest.mark.postgres

KEYS = sorted(path.stem for path in BUNDLED.glob("*.toml"))
LEAST = {
    "teams": 2, "services": 2, "replies": 6, "fields": 1, "starts": 1, "approvals": 1, "shelves": 2, "items": 5,
    "sla": 1, "topics": 2,
}  # fmt: skip
"""How much of each kind a template has at least: a desk that can begin."""


def begun(cast, key, language):
    template = template_of(key)
    return begin_desk(
        actor=SYSTEM,
        key=f"new-{key}"[:20],
        name="New",
        administrator=cast.people["lena"],
        template=template,
        language=language,
        switch_on=modules_of(template),
    )


def test_there_is_one_for_each_of_the_departments_that_the_handbook_names():
    assert {one.key for one in shelf().templates} >= {
        "it", "hr", "facilities", "finance", "legal", "customers", "education",
    }  # fmt: skip
    assert not shelf().refused


@pytest.mark.parametrize("key", KEYS)
def test_a_template_says_everything_in_every_language(key):
    template = template_of(key)
    check(template)
    missing = [*untold(template.head, "template")]
    for word, entries in template.sections.items():
        for entry in entries:
            missing += [f"{word} {entry.code} (line {entry.line}): {one}" for one in untold(entry.given)]
    assert not missing
    short = {word: len(template.sections.get(word, ())) for word in LEAST}
    assert not {word: count for word, count in short.items() if count < LEAST[word]}


@pytest.mark.parametrize("key", KEYS)
def test_what_people_read_of_a_template_is_translated_and_not_copied(key):
    template = template_of(key)
    english, german = (
        [line for room in rooms(template, code) for part in room.parts if part.code == "replies" for line in part.lines]
        for code, _name in settings.LANGUAGES
    )
    assert not [one.name for one, other in zip(english, german, strict=True) if one.lines == other.lines]


@pytest.mark.parametrize("key", KEYS)
def test_a_desk_begins_with_all_of_it(cast, key):
    template, languages = template_of(key), [code for code, _name in settings.LANGUAGES]
    done = begun(cast, key, languages[KEYS.index(key) % len(languages)])
    assert len(done.made) == sum(len(entries) for entries in template.sections.values())
