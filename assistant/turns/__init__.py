"""A turn of a conversation, whatever the channel: heard, understood, looked up, worded, checked, said, kept."""
