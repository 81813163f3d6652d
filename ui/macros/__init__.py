"""A team's canned replies: read from the table they were exported to, checked one by one, and written back corrected."""
