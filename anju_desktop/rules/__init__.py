"""Checks: findings, kinds of check, vocabulary of the field."""
