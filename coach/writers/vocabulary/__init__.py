"""What mails speak of, language by language: how to find it in a mail, and how to name it in a reply."""
