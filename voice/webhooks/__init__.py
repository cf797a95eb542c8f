"""What Twilio asks by HTTP: is it Twilio, what does it say, was it answered before, and answered in time."""
