"""Reading strangers' bytes in a process of its own. The door is :mod:`deskhand.mail.isolated`."""
