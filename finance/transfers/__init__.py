"""Money moved between own accounts, and payouts with their deposits: matched, counted once, split and joined."""
