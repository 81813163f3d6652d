"""What identifies a person is kept from models that run elsewhere."""
