"""Finding where a reply ends and what it answers begins, and where a signature starts."""
