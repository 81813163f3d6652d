"""Reading: what a mail says, one concern a file."""
