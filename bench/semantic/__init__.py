"""Search by meaning, measured: `python -m bench.semantic` (see bench/README.md)."""
