"""The interview that writes a house policy: what is asked, how answers are understood, and how none of them is lost."""
