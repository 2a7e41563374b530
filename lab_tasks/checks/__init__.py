"""Checks: named functions over Evidence that return a Verdict."""
