"""The telephone in the API of the app."""
