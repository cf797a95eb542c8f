"""Credit estimates from the months of an account: an additive scorecard with exact reasons."""
