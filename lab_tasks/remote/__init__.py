"""Runs and logs on other machines: places to run at, and files that are followed from here."""
