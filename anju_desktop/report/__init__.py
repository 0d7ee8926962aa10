"""Written reports: their outline, and whether their figures add up."""
