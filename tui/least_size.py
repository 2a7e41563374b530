"""The smallest terminal in which the app can be read, in columns and lines."""

LEAST_WIDTH, LEAST_HEIGHT = 60, 16
