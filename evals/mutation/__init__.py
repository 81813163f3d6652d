"""Clean replies changed on purpose: one fault put in must be found, and a change that means nothing must change nothing."""
