"""The whole product in a real browser: the demo as a newcomer starts it, mail through the real command."""
