"""One module a command: each a function of the parsed words that returns an exit status."""
