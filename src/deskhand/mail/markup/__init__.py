"""Working on HTML that strangers wrote: bounding it, sanitising it, rewriting what the sanitiser made canonical."""
