"""For every test, under src/ as under tests/."""

pytest_plugins = ("tests.services.fixtures", "tests.rules", "tests.economy", "tests.cast")
