"""Speed and size of the product, as ratios to a fixed piece of work on the same machine."""
