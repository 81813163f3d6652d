"""The suite ``promises``: commitments found in labelled replies, with who, what and by when."""
