"""The pages of the catalog: HTTP only."""
