"""From guideline texts to answers; the listing of this folder is the running order."""
