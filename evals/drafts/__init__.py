"""The suite ``drafts``: replies to the labelled mails, each with nothing to go by, with something, and with all that an agent may know."""
