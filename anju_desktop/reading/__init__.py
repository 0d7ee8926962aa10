"""Outside files → neutral blocks."""
