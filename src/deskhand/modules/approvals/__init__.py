"""Approvals: who must agree before something is done, asked where they are, and bound to what they saw."""
