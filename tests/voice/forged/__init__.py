"""Requests that are not Twilio's, made of requests that are: `python -m tests.voice.forged --requests 100000`."""
