"""Measuring Deskhand under a desk of 100,000 tickets. `make bench`; see README.md. Not installed with it."""
