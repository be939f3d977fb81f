"""Desks and their templates from the terminal."""

import pytest

pytestmark = [pytest.mark.sqlite, pytest.mark.xdist_group("terminal")]


def test_a_desk_is_made_from_a_template_and_gets_nothing_twice(demo):
    people = demo.json("user", "create", "--email", "chief@example.org", "--name", "Chief")
    assert "hr" in {one["key"] for one in demo.json("desk", "templates")["templates"]}
    told = ("--key", "staff", "--name", "Staff", "--administrator", people["email"])
    made = demo.json("desk", "create", *told, "--template", "hr", "--language", "de", "--modules", "")
    assert made["key"] == "staff" and made["made"] > 10 and made["switched_on"] == []
    assert demo.json("desk", "add", "staff", "--template", "hr", "--modules", "")["made"] == 0
    assert b"no template" in demo.run("desk", "add", "staff", "--template", "toys", code=2).stderr
    assert b"no language" in demo.run("desk", "create", *told, "--language", "xx", code=2).stderr
