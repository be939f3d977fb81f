"""Pages of the knowledge base: HTTP only, the work is done by actions."""
