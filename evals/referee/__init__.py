"""A second judge of drafts, independent of the critic that they had to pass: other features, another learner, half of the cases."""
