"""What operations put into the places of others besides their own list of pages."""

from deskhand.ops.mail_pages import nav

__all__ = ["nav"]
