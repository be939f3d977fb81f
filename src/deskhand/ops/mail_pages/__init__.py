"""Settings pages about mail: mailboxes, words of letters, what came in, what went out."""
