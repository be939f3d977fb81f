"""What settings pages and the first run take in."""
