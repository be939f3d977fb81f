"""What builds, checks and packs Deskhand; nothing here is installed with it."""
