"""Documents: what a student writes from a template, and what can be read in it."""
