"""Where a user stands, and the scores that say it in one number each."""
