"""Evidence: what can be known of a Workspace."""
