"""One file per format, from a stranger's bytes to blocks of text; they run in a process of their own and import as little as they can."""
