"""Pages about one's own account: coming in, going out, and what one likes."""
