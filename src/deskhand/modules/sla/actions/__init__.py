"""What one can do with service levels."""
