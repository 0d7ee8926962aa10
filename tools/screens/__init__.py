"""Pictures of the program on the screens of its clerks."""
