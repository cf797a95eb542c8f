"""Forecasts and credit scores over HTTP; knows no Django and no web code."""
