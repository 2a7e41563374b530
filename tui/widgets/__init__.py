"""Widgets: one a file; each shows one thing and posts messages up."""
