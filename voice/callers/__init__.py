"""Who is calling: numbers that were shown to be somebody's, the PIN, and what holds guessing back."""
