"""How well we do it: gold cases, graders, statistics, and the training of the learned critic."""
