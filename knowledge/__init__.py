"""What we know: languages, guideline documents, the rulebook, and how to find things in them."""
