"""The house's promises as tests: each names the file and line that breaks it and says what to do."""
