"""The plan of a reply: which moves it makes, in which order, and what allows each of them."""
