"""What a transaction is: said by the user, by the user's rules, learned from corrections, or the shipped default."""
