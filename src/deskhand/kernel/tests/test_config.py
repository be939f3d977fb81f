"""Settings are read once, and what is wrong is said in words."""

import stat

import pytest

from deskhand.kernel.config import ConfigError, kept_secret, read_config


def test_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / "deskhand.toml").write_text('base_url = "https://file.example"\nweb_threads = 7\n')
    config = read_config({"DESKHAND_DATA": str(tmp_path), "DESKHAND_BASE_URL": "https://env.example"})
    assert (config.base_url, config.web_threads, config.is_https) == ("https://env.example", 7, True)


def test_a_secret_can_be_given_as_a_file(tmp_path):
    (tmp_path / "secret").write_text("squeamish\n")
    config = read_config({"DESKHAND_DATA": str(tmp_path), "DESKHAND_SECRET_KEY_FILE": str(tmp_path / "secret")})
    assert config.secret_key == "squeamish"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"DESKHAND_BASEURL": "x"}, "Unknown setting 'baseurl'"),
        ({"DESKHAND_WEB_THREADS": "many"}, "whole number"),
        ({"DESKHAND_DEBUG": "perhaps"}, "yes or no"),
        ({"DESKHAND_BASE_URL": "help.example.org"}, "must be like https://"),
        ({"DESKHAND_CONFIG": "/does/not/exist.toml"}, "does not exist"),
        ({"DESKHAND_SMTP_URL_FILE": "/does/not/exist"}, "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, given, words):
    with pytest.raises(ConfigError, match=words):
        read_config({"DESKHAND_DATA": str(tmp_path), **given})


def test_an_unknown_key_in_the_file_is_an_error(tmp_path):
    (tmp_path / "deskhand.toml").write_text('colour = "blue"\n')
    with pytest.raises(ConfigError, match="colour"):
        read_config({"DESKHAND_DATA": str(tmp_path)})


def test_secrets_are_never_shown(tmp_path):
    config = read_config({"DESKHAND_DATA": str(tmp_path), "DESKHAND_SECRET_KEY": "squeamish"})
    assert "squeamish" not in str(config.described())
    assert config.described()["DESKHAND_SECRET_KEY"]["value"] == "(set)"


def test_the_secret_key_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    first = kept_secret(tmp_path)
    assert kept_secret(tmp_path) == first and len(first) > 50
    assert stat.S_IMODE((tmp_path / "keys" / "secret_key").stat().st_mode) == 0o600


def test_a_package_of_further_modules_that_is_not_there_is_an_error_that_says_what_to_do(tmp_path):
    for name in ("nowhere_at_all", "tests.nowhere", "json", ".", "tests/dummy"):
        wanted = read_config({"DESKHAND_DATA": str(tmp_path), "DESKHAND_MODULES": name})
        with pytest.raises(ConfigError, match="Install its package beside Deskhand, or take the name out"):
            assert wanted.further_modules


def test_packages_of_further_modules_are_separated_by_commas(tmp_path):
    found = read_config({"DESKHAND_DATA": str(tmp_path), "DESKHAND_MODULES": " deskhand.modules.announcements ,, "})
    assert found.further_modules == ["deskhand.modules.announcements"]
    assert read_config({"DESKHAND_DATA": str(tmp_path)}).further_modules == []
