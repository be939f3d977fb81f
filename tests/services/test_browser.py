import subprocess
import sys

import pytest

PAGE = "data:text/html,<title>Desk</title><button onclick=\"this.textContent='Sent'\">Send</button>"


@pytest.mark.browser
def test_a_page_runs_in_the_machines_own_chromium(page):
    page.goto(PAGE)
    page.get_by_role("button", name="Send").click()
    assert page.get_by_role("button").text_content() == "Sent"
    assert page.title() == "Desk"


@pytest.mark.browser
def test_a_picture_of_a_page_is_taken_from_the_command_line(tmp_path):
    picture = tmp_path / "page.png"
    subprocess.run([sys.executable, "-m", "tests.services.browser", PAGE, str(picture)], check=True, timeout=300)
    assert picture.read_bytes().startswith(b"\x89PNG")
