"""Writers: they turn a brief into a draft; the built-in one needs no model and no network."""
