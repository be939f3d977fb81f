"""How much the catalog takes."""

LINE_LIMIT = 50
"""Most lines of one order or cart."""

MOST_PIECES = 999
"""Most pieces of one line."""

AHEAD_DAYS = 365
"""How many days ahead an order can begin."""

HISTORY_LINES = 50
"""Delivered lines of an item from which its expected day is told."""

ENOUGH_LINES = 5
"""With fewer delivered lines the promised days count."""

ENTITLEMENT_LIMIT = 200
"""Most lines of who may order one item."""

PICTURE_SIDE = 640
"""Most dots of a side of a picture that is kept: larger ones are made smaller."""

PART_LIMIT = 40
"""Most parts of one bundle: with the bundle itself they are lines of one order."""

REGULAR_LIMIT = 50
"""Most regular orders of one person."""

MANY_LIMIT = 200
"""Most rows of a file that are ordered at once."""

MANY_BYTES = 512 * 1024
"""Largest such file in bytes."""
