"""Sound, once: a voice speaks the caller's line, and a recogniser hears which of a few sentences it was."""
