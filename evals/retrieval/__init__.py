"""The suite ``retrieval``: how often search finds the right statements, beside the ways of searching that it has to beat."""
