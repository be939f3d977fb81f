"""What the desk knows: articles that people find before they write, and that agents use while they answer."""
