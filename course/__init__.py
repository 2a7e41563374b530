"""What the course says: the model, its loader and linter, and the content."""
