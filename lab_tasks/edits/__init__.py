"""Edits of a Course: what they do to students who have begun."""
