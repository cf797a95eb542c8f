"""Starts, watches and stops everything that GigLens is made of on one machine."""
