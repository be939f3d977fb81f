"""What people can order of a desk, and what becomes of it."""
