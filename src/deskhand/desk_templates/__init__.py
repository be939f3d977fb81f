"""What a department's desk begins with: templates as files, put onto a desk in one click."""
