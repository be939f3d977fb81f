"""The pages of the portal: HTTP only, the work is done by actions."""
