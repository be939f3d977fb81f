"""The engine: from what happened to a ticket, and what was promised, to clocks with their ledgers. Nothing in here
reads the database or the time."""
