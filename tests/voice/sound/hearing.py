"""pocketsphinx hears which of a few sentences it was: a grammar, its own model, no network."""

from collections.abc import Sequence
from pathlib import Path

from pocketsphinx import Decoder, get_model_path

from tests.voice.sound.speaking import RATE


class Ear:
    """Hears these sentences and no others."""

    def __init__(self, sentences: Sequence[str]) -> None:
        model = Path(get_model_path()) / "en-us"
        dictionary = str(model / "cmudict-en-us.dict")
        self._decoder = Decoder(
            hmm=str(model / "en-us"), dict=dictionary, lm=None, samprate=RATE, nfft=1024, loglevel="FATAL"
        )
        grammar = f"#JSGF V1.0;\ngrammar caller;\npublic <line> = {' | '.join(sentences)} ;\n"
        self._decoder.add_jsgf_string("caller", grammar)
        self._decoder.activate_search("caller")

    def heard(self, sound: bytes) -> str:
        """Return the sentence; empty where it was none."""
        self._decoder.start_utt()
        self._decoder.process_raw(sound, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return str(found.hypstr) if found else ""
