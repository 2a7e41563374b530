"""Progress: a readable cache of what is done, and the journal of what happened when."""
