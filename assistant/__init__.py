"""The conversation about somebody's money, whatever the channel."""
