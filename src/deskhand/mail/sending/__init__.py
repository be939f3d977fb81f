"""From a row of the outbox to somebody's mail server."""
