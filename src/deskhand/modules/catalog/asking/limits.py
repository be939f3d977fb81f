"""How much a form may ask and hold."""

QUESTION_LIMIT = 200
"""Most questions of a form, headings and texts included."""

STEP_LIMIT = 20
"""Most steps of a form."""

OPTION_LIMIT = 200
"""Most choices of a question."""

COLUMN_LIMIT = 12
"""Most columns of a table."""

ROW_LIMIT = 100
"""Most rows of a table."""

RULE_LIMIT = 30
"""Most comparisons in one rule."""

RULE_DEPTH = 6
"""How deep the parts of a rule may stand in each other."""

CODE_LIMIT = 40
"""Longest code of a question or choice in characters."""

LABEL_LIMIT = 200
"""Longest question in characters."""

HELP_LIMIT = 2_000
"""Longest help or text between questions in characters."""

PATTERN_LIMIT = 200
"""Longest pattern in characters."""

TEXT_LIMIT = 1_000
"""Longest answer of one line in characters."""

LONG_LIMIT = 20_000
"""Longest answer of several lines in characters."""

FILE_LIMIT = 10
"""Most files of one question."""

DIGITS = 15
"""Most digits of a number: as many as browsers reckon with exactly."""

PLACES = 4
"""Most digits behind the point of a number."""

MONEY_PLACES = 2
"""Most digits behind the point of an amount of money."""

PEOPLE_LIMIT = 200
"""Most people, teams or places that a question offers as a list; among more one searches."""

FOUND_AT_ONCE = 10
"""People, teams or places that are suggested while somebody types."""
