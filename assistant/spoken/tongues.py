"""The languages by their code."""

from assistant.languages import Language
from assistant.spoken.tongue import Tongue
from assistant.spoken.words import en, es, hi, te

TONGUES: dict[Language, Tongue] = {"en": en.TONGUE, "es": es.TONGUE, "hi": hi.TONGUE, "te": te.TONGUE}
