"""Official tables as data: definition, strict loader, library of editions."""
