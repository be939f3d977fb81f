"""Signing in to mail servers with tokens instead of passwords (OAuth 2.0): Microsoft 365, Google and others."""
