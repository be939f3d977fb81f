"""The isolation grid: every address, every role, every kind of object, and the answer that its gate promises."""
