"""Small helpers that import no app."""
