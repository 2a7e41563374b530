"""A vision-language-action model small enough for a rehearsal, made without the hub."""
