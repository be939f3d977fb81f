"""Letters are fetched from the servers that mailboxes name: IMAP and POP3."""
