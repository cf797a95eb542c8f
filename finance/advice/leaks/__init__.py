"""Money that leaks: what costs more than it did, twice, or for nothing. Only from transactions, each leak with them."""
