"""Rules over what the app knows, without Textual."""
