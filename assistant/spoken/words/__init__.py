"""What each language calls numbers, coins, days and distances: one module a language, the same names in each."""
