"""Pages for beginning, for a desk's settings and for the installation."""
