"""The text layer: which language, where sentences end, what is quoted, which words are dates and amounts."""
