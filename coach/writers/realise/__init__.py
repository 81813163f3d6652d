"""The realisation of a plan: from moves to sentences in grammatical agreement, never the same words twice."""
