"""Everything of a person in one zip file, and back: for people as CSV, for machines as JSON lines."""
