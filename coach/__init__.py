"""What we do: read a customer's mail, draft a reply, critique a draft."""
