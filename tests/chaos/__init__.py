"""What nights survive: everything is killed, again and again, and every invariant is checked after it."""
