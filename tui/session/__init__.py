"""The session: the slow work, and what the app knows."""
