"""A house's own documents: taken in with care, held until a person approves them, then found beside the guidelines."""
