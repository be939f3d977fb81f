"""The workspace's pages: HTTP only. What they show comes from the modules beside this folder, what they do from actions."""
