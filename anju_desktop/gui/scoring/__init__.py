"""Beside the paper: the facts of a scored row, what they come to, and the sentence for it."""
