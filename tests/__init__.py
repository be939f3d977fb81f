"""What belongs to no single app: house rules, end-to-end in a browser, faults, contracts, real services."""
