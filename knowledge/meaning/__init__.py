"""What texts are about: concepts that every language shares, and the words by which each language speaks of them."""
