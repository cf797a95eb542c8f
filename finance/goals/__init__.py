"""Saving for something: how far one is, what it takes a week, and how likely it is to be there in time."""
