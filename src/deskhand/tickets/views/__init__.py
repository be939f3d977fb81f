"""The workspace's pages: HTTP only. What they show comes from the modules above, what they do from actions."""
