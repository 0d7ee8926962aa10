"""Submission packages: written deterministically, verified without trust."""
