"""Files and functions stay small enough to be read in one go."""

from tests.house.source import functions, named, python_files, templates

FILE_LINES = 350
FUNCTION_LINES = 40
TEMPLATE_LINES = 150


def test_no_file_is_longer_than_can_be_read_at_once():
    long = {
        named(path): len(path.read_text().splitlines()) for path in python_files() if "migrations" not in path.parts
    }
    assert not {name: lines for name, lines in long.items() if lines > FILE_LINES}


def test_no_template_is_longer_than_can_be_read_at_once():
    long = {named(path): len(path.read_text().splitlines()) for path in templates() if "style" not in path.parts}
    assert not {name: lines for name, lines in long.items() if lines > TEMPLATE_LINES}


def test_no_function_is_longer_than_a_screen():
    long = {
        f"{named(path, one.lineno)} {one.name}": (one.end_lineno or one.lineno) - one.lineno + 1
        for path in python_files()
        for one in functions(path)
    }
    assert not {name: lines for name, lines in long.items() if lines > FUNCTION_LINES}
