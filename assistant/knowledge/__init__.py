"""Short reviewed articles, found by what somebody asks and quoted in answers."""
