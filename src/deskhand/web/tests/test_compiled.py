"""A template is made ready once for all processes; what cannot be kept is made again and shown all the same."""

import tempfile
from dataclasses import replace

import pytest
from jinja2 import DictLoader, Environment

from deskhand.web import compiled
from deskhand.web.jinja import environment


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    """A data folder of a user's own, with nothing in it."""
    settings.DESKHAND = replace(settings.DESKHAND, data=tmp_path)
    return tmp_path


@pytest.fixture
def made(monkeypatch):
    """The sources that were really made ready, one after the other."""
    sources, make = [], Environment._generate

    def generate(env, source, *args, **kwargs):
        sources.append(args[0])
        return make(env, source, *args, **kwargs)

    monkeypatch.setattr(Environment, "_generate", generate)
    return sources


def shown(text, who="Mara"):
    """What another process shows."""
    return environment(loader=DictLoader({"greeting.html": text})).get_template("greeting.html").render(who=who)


def test_the_next_process_finds_a_template_ready(made):
    assert [shown("Hello {{ who }}"), shown("Hello {{ who }}", "<b>")] == ["Hello Mara", "Hello &lt;b&gt;"]
    assert made == ["greeting.html"]


def test_a_template_that_changed_is_made_anew(made):
    assert [shown("Hello {{ who }}"), shown("Bye {{ who }}")] == ["Hello Mara", "Bye Mara"]
    assert len(made) == 2


def test_another_way_of_making_templates_makes_them_anew(made, monkeypatch):
    shown("Hello {{ who }}")
    monkeypatch.setattr(compiled, "_way", lambda: "another")
    assert shown("Hello {{ who }}") == "Hello Mara"
    assert len(made) == 2


def test_a_full_disk_keeps_no_page_from_being_shown(monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)
    assert shown("Hello {{ who }}") == "Hello Mara"


def test_a_folder_that_others_may_write_to_is_not_run_from(data, made):
    (data / "compiled").mkdir()
    (data / "compiled").chmod(0o777)
    shown("Hello {{ who }}")
    shown("Hello {{ who }}")
    assert len(made) == 2 and not list((data / "compiled").iterdir())


def test_what_is_broken_in_the_folder_is_made_anew(data):
    shown("Hello {{ who }}")
    for one in (data / "compiled").iterdir():
        one.write_bytes(one.read_bytes()[:40])
    assert shown("Hello {{ who }}") == "Hello Mara"
