"""Graders: one file a kind of answer; each counts, none judges by itself."""
