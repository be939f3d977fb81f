"""The bench measures what it says: its workload, its figures, its files."""
