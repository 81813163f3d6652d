"""The same mails before a real model: what its drafts are like, what was turned down, and what they cost."""
