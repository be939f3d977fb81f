"""The verbs of the knowledge base. Each checks permission and licence,
writes, and emits its fact in one transaction."""
