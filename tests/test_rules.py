import os
import subprocess
import sys

import pytest


def run(folder, body, **environment):
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n postgres:\n browser:\n sqlite:\n")
    (folder / "src").mkdir()
    (folder / "src" / "test_it.py").write_text("import pytest\n\n" + body)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.rules", "-p", "no:cacheprovider"]
    clean = {name: value for name, value in os.environ.items() if name != "CI"}
    clean["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return subprocess.run(
        [*command, *environment.pop("arguments", [])],
        cwd=folder,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


SKIPS = {
    "a call": "def test_it():\n    pytest.skip('no printer here')\n",
    "a mark": "@pytest.mark.skip(reason='no printer here')\ndef test_it():\n    pass\n",
    "a fixture": "@pytest.fixture\ndef it():\n    pytest.skip('no printer here')\n\ndef test_it(it):\n    pass\n",
    "a module": "pytest.skip('no printer here', allow_module_level=True)\n",
}


@pytest.mark.parametrize("body", SKIPS.values(), ids=SKIPS.keys())
def test_in_ci_a_skipped_test_is_a_failed_one(tmp_path, body):
    done = run(tmp_path, body, CI="true")
    assert done.returncode not in (0, 5)
    assert "no printer here" in done.stdout


def test_elsewhere_a_test_may_be_skipped(tmp_path):
    assert run(tmp_path, SKIPS["a call"]).returncode == 0


def test_an_expected_failure_is_none_in_ci_either(tmp_path):
    assert run(tmp_path, "@pytest.mark.xfail\ndef test_it():\n    assert 0\n", CI="true").returncode == 0


def test_tests_of_the_apps_are_repeated_on_postgresql_unless_about_sqlite_or_a_browser(tmp_path):
    body = (
        "@pytest.fixture\ndef db():\n    pass\n\n"
        "def test_rows(db):\n    pass\n\n"
        "def test_pure():\n    pass\n\n"
        "@pytest.mark.sqlite\ndef test_file():\n    pass\n\n"
        "@pytest.mark.browser\ndef test_page():\n    pass\n"
    )
    done = run(tmp_path, body, arguments=["-m", "postgres", "--collect-only"])
    assert "test_rows" in done.stdout
    assert "test_pure" not in done.stdout
    assert "test_file" not in done.stdout
    assert "test_page" not in done.stdout


@pytest.mark.xdist_group("rules")
def test_a_group_keeps_its_tests_on_one_worker(request):
    is_grouped = request.config.getoption("loadgroup", default=False)
    assert request.node.nodeid.endswith("@rules") or not is_grouped, "pytest-xdist ignores its own marks: see dev.in"
