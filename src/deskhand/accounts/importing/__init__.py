"""Lists of people and organizations: reading a file, guessing its columns, judging its rows. Nothing here writes."""
