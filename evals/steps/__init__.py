"""From gold cases to figures; the listing is the running order."""
