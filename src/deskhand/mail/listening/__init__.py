"""Mail handed over by mail servers: LMTP and SMTP. Off unless an address to listen on is set."""
