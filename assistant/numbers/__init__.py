"""Numbers in sentences: what is said, and whether the turn's facts say so too."""

from assistant.numbers.gate import Verdict, passes
from assistant.numbers.mention import Day, Mention
from assistant.numbers.reading import mentions

__all__ = ["Day", "Mention", "Verdict", "mentions", "passes"]
