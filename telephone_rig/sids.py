"""Names as Twilio gives them: two letters and 32 hexadecimal digits."""

import secrets


def new(prefix: str) -> str:
    """Make one: CA for a call, SM for a message, AC for an account, VX for a relay's session."""
    return prefix + secrets.token_hex(16)
