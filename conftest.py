"""For every test, under src/ as under tests/."""

pytest_plugins = (
    "tests.services.fixtures",
    "tests.rules",
    "tests.chance",
    "tests.economy",
    "tests.numbering",
    "tests.cast",
    "tests.naming",
)
