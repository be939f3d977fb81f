"""`format=flowed` (RFC 3676): soft line ends go, paragraphs come back."""


def unflow(text: str, *, delete_space: bool) -> str:
    """Paragraphs of flowed text as one line each; quote depth is kept, the signature line is never joined."""
    paragraphs: list[list[str]] = []
    is_open, open_depth = False, 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        body = line[depth:].removeprefix(" ")
        is_soft = body.endswith(" ") and body != "-- "
        shown = body[:-1] if is_soft and delete_space else body
        if is_open and depth == open_depth and body != "-- ":
            paragraphs[-1].append(shown)
        else:
            paragraphs.append([">" * depth + " " if depth else "", shown])
        is_open, open_depth = is_soft, depth
    return "\n".join(map("".join, paragraphs))
