"""Tax set-aside: what is owed so far, by one reviewed table for each country and year."""
