"""Commands of `deskhand manage` that stand in for Django's own."""
