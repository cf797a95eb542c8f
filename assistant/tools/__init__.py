"""One read-only function a question: the figures of the app as facts, and which answer they go into."""
