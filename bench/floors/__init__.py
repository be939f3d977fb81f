"""Floors: the least that the same answers cost on the same stack, with nothing of a product around them."""
