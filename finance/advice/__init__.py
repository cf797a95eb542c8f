"""What to do next: rules over figures, kept as rows, worded by templates."""
