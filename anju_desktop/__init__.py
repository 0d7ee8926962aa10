"""安居填报: official performance tables for affordable housing money, filled offline."""

__version__ = "0.1.0"
