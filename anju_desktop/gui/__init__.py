"""Windows and widgets; the only place with Qt."""
