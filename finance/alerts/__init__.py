"""What a person should hear of now: found by rules, kept once, sent when it is not in the way."""
