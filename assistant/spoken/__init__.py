"""Figures as they are said and written: facts in, words out, in four languages."""

from assistant.spoken.filling import Sentence, UnknownPlaceholder, fill, placeholders
from assistant.spoken.saying import spoken, written

__all__ = ["Sentence", "UnknownPlaceholder", "fill", "placeholders", "spoken", "written"]
