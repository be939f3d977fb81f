"""Deskhand as it is installed: from a wheel, behind a proxy, under systemd, on a bare machine."""
