"""Fits the models from tables in the tree; the only part of the service that imports pandas and scikit-learn."""
