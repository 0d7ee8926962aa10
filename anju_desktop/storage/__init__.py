"""The local store, its migrations and backups."""
