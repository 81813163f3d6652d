"""The steps of a draft, in the order of their names."""
