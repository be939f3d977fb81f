"""What the listeners take, and when they ask to be left alone for a while."""

CONNECTIONS = 20
"""Mail servers that are served at one time; further ones are told to come back."""

RECIPIENTS = 100
"""Recipients of one letter; mail servers send the rest in another turn."""

SILENCE_SECONDS = 300.0
"""How long a mail server may take for a command, or for the whole of a letter."""

AT_ONCE = 4
"""Letters that are stored at the same time."""

BACKLOG = 20_000
"""Letters that may wait to be read. Beyond them no more are taken until the worker has caught up."""

DISK_RESERVE = 256 * 1024 * 1024
"""Bytes of the disk that stay free for the database and what people do; letters wait where they are instead."""

LOOK_SECONDS = 2.0
"""How long an answer about backlog and disk counts."""
