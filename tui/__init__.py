"""What the student sees: the command line and the Textual app."""
