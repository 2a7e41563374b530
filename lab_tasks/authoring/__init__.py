"""Authoring: new Courses and Days, and how a student will see them."""
