"""Pages of templates of desks: a new desk that begins with one, and what one has for a desk that there is."""
