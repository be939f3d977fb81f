"""The environment of the templates: safe by default, loud about mistakes."""

import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.sessions.models import Session
from django.template import engines
from django.urls import clear_script_prefix, set_script_prefix
from jinja2 import DictLoader
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from deskhand.web import assets, faces, jinja, kept, links, words
from deskhand.web.fields import attributes
from deskhand.web.jinja import environment
from deskhand.web.links import safe_url

ROOT = Path(__file__).parents[4]
FRONTEND = ROOT / "frontend"
TEMPLATES = sorted((ROOT / "src" / "deskhand").glob("**/jinja2/**/*.html"))


def render(text, **context):
    return engines["jinja2"].from_string(text).render(context)


def test_what_people_wrote_is_text_on_a_page():
    assert render("{{ name }}", name="<script>") == "&lt;script&gt;"


def test_a_mail_in_plain_text_keeps_its_signs():
    pages = {"reply.txt": "{{ words }}", "reply.html": "{{ words }}"}
    env = environment(loader=DictLoader(pages))
    assert env.get_template("reply.txt").render(words="<Q&A>") == "<Q&A>"
    assert env.get_template("reply.html").render(words="<Q&A>") == "&lt;Q&amp;A&gt;"


def test_a_misspelt_name_is_an_error_and_not_a_gap():
    with pytest.raises(UndefinedError):
        render("{{ tikcet }}")


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://kestrel.example/a?b#c", True),
        ("mailto:it@kestrel.example", True),
        ("/tickets/1042", True),
        ("#newest", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("//elsewhere.example", False),
        ("/\\elsewhere.example", False),
        ("http://[broken", False),
        ("", False),
        (None, False),
    ],
)
def test_an_address_cannot_run_a_script(address, safe):
    assert (safe_url(address) != "#") is (safe and address != "#")


def test_attributes_are_escaped_and_optional():
    made = attributes({"title": '"<', "disabled": True, "name": None, "hidden": False, "checked": "", "open": []})
    assert made == ' title="&#34;&lt;" disabled'


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Mara Lindqvist", "ML"), ("Élodie", "É"), ("李小龍", "李"), ("", "?"), ("!!!", "?"), ("(Dr.) Hans von Au", "DA")],
)
def test_a_face_has_initials_whatever_the_name(name, letters):
    assert faces.initials(name) == letters


def test_a_face_keeps_its_hue():
    assert faces.hue(42) == faces.hue("42")
    assert {faces.hue(n) for n in range(200)} == {f"hue-{n}" for n in range(1, 9)}


def test_a_field_ties_its_error_and_its_help_to_itself():
    class Form(forms.Form):
        mail = forms.EmailField(help_text="We answer there.")

    form = Form({"mail": "it@"})
    shown = render('{% import "web/ui.html" as ui %}{{ ui.field(form["mail"]) }}', form=form)
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_mail_help id_mail_error"' in shown
    assert 'id="id_mail_error"' in shown
    assert 'id="id_mail_help"' in shown


def test_every_icon_of_the_templates_is_in_the_list():
    listed = {line.split("#")[0].strip() for line in (FRONTEND / "icons.txt").read_text(encoding="utf-8").splitlines()}
    named = re.compile(r'(?<![\w.])icon\("([a-z0-9-]+)"')
    used = {name for path in TEMPLATES for name in named.findall(path.read_text(encoding="utf-8"))}
    assert used - listed == set()


def test_an_unknown_icon_says_what_to_do():
    with pytest.raises(assets.AssetsMissing, match=r"frontend/icons\.txt"):
        assets.icon("no-such-icon")


def test_an_unbuilt_front_end_says_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    with pytest.raises(assets.AssetsMissing, match="npm run build"):
        assets.asset("main.ts")


def test_the_islands_have_a_word_for_everything_they_say_and_no_more():
    said = set()
    for path in (FRONTEND / "src").glob("**/*.ts"):
        said |= set(re.findall(r'\bword\(\s*"(\w+)"', path.read_text(encoding="utf-8")))
    assert said == set(words.WORDS)


def test_words_cannot_end_the_block_they_stand_in(monkeypatch):
    monkeypatch.setitem(words.WORDS, "now", "</script><b>")
    # Neither what was kept before, nor kept for the pages of other tests.
    monkeypatch.setattr(jinja, "_island_words", jinja._island_words.__wrapped__)
    shown = render("{{ island_words() }}")
    assert "/script" in shown and "</script>" not in shown


def test_a_kept_fragment_gets_each_pages_own_token_and_refuses_rows_of_the_database():
    me = {"id": 1, "name": "Ann", "entries": [{"label": "Sign out", "url": "/out", "is_post": True}]}
    for token in ("first", "second"):
        rail = kept.fragment("web/_rail.html", Markup('<input value="{}">').format(token), nav=[], me=me, palette=False)
        assert f'<input value="{token}">' in rail
    with pytest.raises(TypeError, match="is a row"):
        kept.fragment("web/_rail_desks.html", desk=Session(), desks=[])


def test_an_address_follows_the_place_where_the_program_is_mounted():
    own = links.address("accounts:language", "de")
    set_script_prefix("/desk/")
    try:
        assert links.address("accounts:language", "de") == f"/desk{own}"
    finally:
        clear_script_prefix()
    assert links.address("accounts:language", "de") == own
