"""The command line as scripts use it."""

import pytest

from deskhand.cli.tests.terminal import Terminal

pytestmark = [pytest.mark.sqlite, pytest.mark.xdist_group("terminal")]


def test_a_demo_tells_scripts_whom_to_be(demo):
    told = demo.json("demo", "--no-serve")
    assert told["mailbox"] == "it"
    assert {"administrator", "agent", "requester"} <= set(told)
    assert all("@" in told[name] for name in ("administrator", "agent", "requester"))


def test_a_demo_with_the_same_seed_tells_the_same_tickets(demo, tmp_path):
    again = Terminal(tmp_path / "again").begin()
    again.run("demo", "--tickets", "12", "--seed", "3", "--no-serve")
    ask = (
        "from deskhand.tickets.models import Ticket; "
        "print(list(Ticket.objects.within(1).values_list('number', 'subject')))"
    )
    assert again.out("manage", "shell", "-v0", "-c", ask) == demo.out("manage", "shell", "-v0", "-c", ask)


def test_a_folder_in_use_is_never_filled_with_a_demo(tmp_path):
    terminal = Terminal(tmp_path / "real").begin()
    terminal.run("user", "create", "--email", "a@example.org", "--name", "A")
    refused = terminal.run("demo", "--no-serve", code=2)
    assert b"in use" in refused.stderr


def test_a_demo_with_an_unknown_module_is_refused_before_anything_is_written(tmp_path):
    terminal = Terminal(tmp_path / "empty").begin()
    refused = terminal.run("demo", "--no-serve", "--modules", "announcments", code=2)
    assert b"announcements" in refused.stderr
    refused = terminal.run("demo", "--no-serve", "--modules", "journeys", code=2)
    assert b"journeys needs fulfilment" in refused.stderr and b"--modules fulfilment,journeys" in refused.stderr
    terminal.run("demo", "--no-serve", "--tickets", "1")


def test_modules_are_listed_switched_and_switched_again(demo):
    (row,) = [one for one in demo.json("module", "list") if one["name"] == "announcements"]
    assert row == {"name": "announcements", "title": row["title"], "is_on": False, "desks": [], "requires": []}
    for _twice in range(2):
        assert demo.json("module", "on", "announcements")["desks"] == ["it", "hr", "facilities"]
    for _twice in range(2):
        assert demo.json("module", "off", "announcements")["is_on"] is False


def test_an_unknown_module_or_desk_is_named_with_exit_code_2(demo):
    assert b"no module" in demo.run("module", "on", "nothing", code=2).stderr
    assert b"no desk 'legal'" in demo.run("module", "on", "announcements", "--desk", "legal", code=2).stderr


def test_a_token_is_printed_alone(demo):
    token = demo.out("token", "create", "--user", "mara.lindqvist@kestrel.example", "--scope", "write", "--days", "1")
    assert token.startswith("dh_") and "\n" not in token


def test_a_token_is_made_for_named_desks_and_without_an_end(demo):
    create = ("token", "create", "--user", "mara.lindqvist@kestrel.example")
    assert demo.out(*create, "--desk", "it", "--days", "never").startswith("dh_")
    assert b"no desk 'legal'" in demo.run(*create, "--desk", "it", "--desk", "legal", code=2).stderr
    assert b"never" in demo.run(*create, "--days", "soon", code=2).stderr
    refused = demo.run(*create, "--scope", "full", "--days", "never", code=2)
    assert b"between 1 and 365 days" in refused.stderr.lower()


def test_a_person_is_made_gets_a_role_and_a_link(tmp_path, demo):
    assert demo.json("user", "create", "--email", "New@Eberfeld.example", "--name", "New")["email"] == (
        "new@eberfeld.example"
    )
    demo.run("user", "role", "new@eberfeld.example", "lead", "--desk", "it")
    demo.run("user", "role", "new@eberfeld.example", "lead", "--desk", "it", "--remove")
    assert demo.out("user", "link", "new@eberfeld.example").startswith("http://127.0.0.1:8000/in/")
    assert b"already" in demo.run("user", "create", "--email", "new@eberfeld.example", "--name", "B", code=2).stderr
    assert b"nobody" in demo.run("user", "link", "nobody@eberfeld.example", code=2).stderr


def test_the_last_administrator_of_a_desk_stays(demo):
    refused = demo.run("user", "role", "lena.hartmann@eberfeld.example", "admin", "--remove", code=2)
    assert b"needs an administrator" in refused.stderr


def test_a_wrong_setting_ends_every_command_with_its_sentence(tmp_path):
    terminal = Terminal(tmp_path, DESKHAND_BASEURL="https://x.example")
    assert b"Unknown setting 'baseurl'" in terminal.run("doctor", code=2).stderr


def test_the_permission_table_is_printed(demo):
    rows = {row["code"]: row["roles"] for row in demo.json("permissions")}
    assert rows["tickets.reply"] == ["admin", "agent", "lead"]


def test_the_doctor_finds_a_healthy_demo_healthy(demo):
    told = demo.json("doctor")
    assert told["ok"] is True
    assert {one["check"] for one in told["findings"]} >= {"database", "schema", "disk", "workers", "mail_out"}


def test_the_doctor_finds_keys_that_others_can_read(tmp_path):
    terminal = Terminal(tmp_path / "loose").begin()
    (tmp_path / "loose" / "keys" / "secret_key").chmod(0o644)
    assert b"Others can read secret_key" in terminal.run("doctor", code=1).stdout


def test_settings_are_shown_without_their_secrets(tmp_path):
    terminal = Terminal(tmp_path, DESKHAND_SECRET_KEY="squeamish-ossifrage")
    shown = terminal.json("config", "show")
    assert shown["DESKHAND_SECRET_KEY"]["value"] == "(set)"


def test_two_that_begin_on_an_empty_folder_at_once_do_not_get_into_each_others_way(tmp_path):
    of_another = "203.0.113.1:8000"
    both = [Terminal(tmp_path).start("serve", "--bind", of_another) for _twice in range(2)]
    said = [one.communicate(timeout=120)[0].decode() for one in both]
    assert all("cannot be listened on" in one for one in said), said
    assert sum("Preparing the database" in one for one in said) == 1


def test_a_letter_waits_at_the_mail_server_while_the_settings_are_wrong(tmp_path):
    wrong = Terminal(tmp_path, DESKHAND_SMPT_URL="smtp://mail.example")
    refused = wrong.run("mail", "--mailbox", "it", stdin=b"Subject: Help\n\nHello\n", code=75)
    assert b"Unknown setting" in refused.stderr
