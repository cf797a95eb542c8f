"""The words of answers in four languages: templates with placeholders, and no figure in them."""
