"""The pages of webhooks and of a desk's tokens."""
