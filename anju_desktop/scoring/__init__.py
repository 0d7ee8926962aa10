"""Facts → score → reason: what an edition's scoring clauses make of a document."""
