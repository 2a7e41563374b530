"""Charts: from Series to coloured text."""
