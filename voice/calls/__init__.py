"""What is known of calls: kept as Twilio tells of them, asked for when it does not, forgotten in time."""
