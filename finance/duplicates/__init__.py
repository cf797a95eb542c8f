"""Which rows of several statements are one payment, what only the person can decide, and the ledger kept in line."""
