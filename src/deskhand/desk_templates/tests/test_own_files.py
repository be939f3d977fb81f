"""An installation's own templates: read beside the bundled ones; what is wrong names file and line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskhand.accounts.models import Desk, Team
from deskhand.desk_templates.file import ENTRIES_LIMIT, FILE_LIMIT
from deskhand.desk_templates.shelf import OWN_FOLDER, shelf

HEAD = '[template]\nkey = "labs"\ntitle.en = "Labs"\ntitle.de = "Labore"\n'
NEW = "/agent/settings/desks/new/?template=labs"
LABS = {"template": "labs", "name": "Labs", "key": "labs", "language": "en", "who": "hanna@eberfeld.example"}


@pytest.fixture
def write(tmp_path, settings):
    settings.DESKHAND = replace(settings.DESKHAND, data=tmp_path)
    (tmp_path / OWN_FOLDER).mkdir()
    return lambda text, name="labs.toml": (tmp_path / OWN_FOLDER / name).write_text(text, encoding="utf-8")


def test_a_file_in_the_folder_is_a_template_at_once(cast, write):
    write(HEAD + '[[teams]]\ncode = "lab"\nname.en = "Laboratory"\nname.de = "Labor"\n')
    lena = cast.client("lena")
    assert "Labs" in lena.get("/agent/settings/desks/").content.decode()
    assert lena.post(NEW, {**LABS, "language": "de"}).status_code == 302
    assert Team.objects.within(Desk.objects.get(key="labs")).get().name == "Labor"


def test_one_with_the_key_of_a_bundled_one_takes_its_place(write):
    write(HEAD.replace('"labs"', '"hr"'), "hr.toml")
    (found,) = [one for one in shelf().templates if one.key == "hr"]
    assert found.text("title", "en") == "Labs"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[template\n", "labs.toml, line 1:"),
        ("x = 1\n", "labs.toml, line 1: The table [template] is missing."),
        (HEAD + "colour = 1\n", "labs.toml, line 1: [template] knows no “colour”."),
        ('[template]\nkey = "La bs"\n', "labs.toml, line 1: key:"),
        (HEAD + 'teams = "all"\n[template.x]\n', "labs.toml, line 1:"),
        (HEAD + "[teams]\na = 1\n", "labs.toml, line 5: Write it as tables: [[teams]]."),
        (HEAD + '[[teams]]\nname = "A"\n', "labs.toml, line 5: code:"),
        (HEAD + '[[teams]]\ncode = "a"\n\n[[teams]]\ncode = "a"\n', "labs.toml, line 8: Two of them"),
        (HEAD + "[[teams]]\n" * (ENTRIES_LIMIT + 1), "labs.toml, line 5: At most"),
        (HEAD + "#" * FILE_LIMIT, "labs.toml, line 1: At most"),
    ],
    ids=["cut", "headless", "word", "key", "place", "table", "code", "twice", "many", "large"],
)
def test_a_file_that_cannot_be_read_is_left_out_and_says_where_and_why(cast, write, text, words):
    write(text)
    page = cast.client("lena").get("/agent/settings/desks/").content.decode()
    assert words in page.replace("&#39;", "'") and "?template=hr" in page


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('[[toys]]\ncode = "a"\n', "labs.toml, line 5: There is nothing called “toys” in a template."),
        ('[[teams]]\ncode = "a"\nnames = "A"\n', "labs.toml, line 5: [[teams]] knows no “names”."),
        ('[[teams]]\ncode = "a"\ntier = "L1"\n', "labs.toml, line 5: “name” is missing."),
    ],
    ids=["section", "word", "missing"],
)
def test_what_no_section_knows_is_told_before_anything_is_made(cast, write, table, words):
    write(HEAD + table)
    lena = cast.client("lena")
    assert words in lena.get(NEW).content.decode()
    assert lena.post(NEW, LABS).status_code == 422 and not Desk.objects.filter(key="labs").exists()


@pytest.mark.parametrize(
    "table",
    [
        '[[teams]]\ncode = "b"\nname = "B"\ntier = "L9"\n',
        '[[statuses]]\ncode = "b"\nname = "B"\ncategory = "lost"\n',
        '[[hours]]\ncode = "b"\nname = "B"\ndays = ["mon"]\nopen = [["x", "y"]]\n',
        '[[teams]]\ncode = "b"\nname = 4\n',
    ],
    ids=["tier", "category", "hours", "number"],
)
def test_what_the_desk_refuses_names_file_and_line_and_no_half_desk_is_left(cast, write, table):
    write(HEAD + '[[teams]]\ncode = "a"\nname = "A"\n\n' + table)
    answer = cast.client("lena").post(NEW, LABS)
    assert answer.status_code == 422 and "labs.toml, line 9:" in answer.content.decode()
    assert not Desk.objects.filter(key="labs").exists()
