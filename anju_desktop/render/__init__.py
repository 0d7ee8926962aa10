"""Writers of xlsx and PDF from the one sheet."""
