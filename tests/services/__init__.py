"""Real servers for tests, each on a private port of the loopback interface and in a private folder.

Every class has `start()` and `stop()` and is a context manager; the fixtures are in `tests.services.fixtures`.
"""
