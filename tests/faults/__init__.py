"""What goes wrong in the world: processes die, work is shared by two, and people send what they should not."""
