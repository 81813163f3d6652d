"""The few words that say where a house document stands."""

from typing import Literal

State = Literal["pending", "approved", "replaced"]
"""Only approved text is ever found; it is replaced when a newer version is approved."""

Outcome = Literal["added", "new-version", "unchanged", "known"]
"""What became of a file: ``unchanged`` when the newest version of its name has the same bytes, ``known`` when another document has them."""
