"""What nobody may ever be able to break: notes stay inside, nothing that was acknowledged is lost."""
