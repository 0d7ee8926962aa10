"""One filled form: typed values, changes and listeners, undo."""
