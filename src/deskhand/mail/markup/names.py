"""Lists of tag and class names, written as one reads them."""


def names(words: str) -> frozenset[str]:
    """The names in a text, apart by white space."""
    return frozenset(words.split())
