"""Forecasts of cash flow: months of the past, aligned by the day of the month, replayed on the days ahead."""
