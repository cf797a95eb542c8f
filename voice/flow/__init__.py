"""The call as a pure state machine: what was heard in, what is to be said and done out. No network, no database."""
