// A browser's ears and voice, led by a test: `ears.hear(...)` is somebody speaking, `mouth.said` is what was heard.
(() => {
  const wished = window.speech ?? {};
  const ears = (window.ears = { open: null, opened: 0, fails: wished.fails ?? "", deaf: wished.deaf ?? false });
  const tell = (to, type, more = {}) => to.dispatchEvent(Object.assign(new Event(type), more));

  class Recognition extends EventTarget {
    static available = async () => wished.local ?? "unavailable";
    start() {
      ears.open = this;
      ears.opened += 1;
      this.final = "";
      setTimeout(() => {
        if (ears.open !== this || ears.deaf) return;
        if (!ears.fails) return tell(this, "audiostart");
        tell(this, "error", { error: ears.fails });
        this.end();
      }, 20);
    }
    result(words, isFinal) {
      const result = Object.assign([{ transcript: words }], { isFinal });
      tell(this, "result", { resultIndex: 0, results: [result] });
    }
    stop() {
      setTimeout(() => {
        if (this.final) this.result(this.final, true);
        this.end();
      }, 20);
    }
    abort() {
      if (ears.open === this) ears.open = null;
      setTimeout(() => this.end(), 0);
    }
    end() {
      if (ears.open === this) ears.open = null;
      tell(this, "end");
    }
  }
  // Words come one by one; made final by a pause (hands-free) or when the button is let go.
  ears.hear = async (words, pause = false) => {
    const engine = ears.open;
    const all = words.split(" ");
    for (let count = 1; count <= all.length; count++) {
      engine.final = all.slice(0, count).join(" ");
      engine.result(engine.final, false);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    if (pause) engine.stop();
  };
  if (wished.recognition === false) {
    delete window.SpeechRecognition;
    delete window.webkitSpeechRecognition;
  } else window.SpeechRecognition = window.webkitSpeechRecognition = Recognition;

  const mouth = (window.mouth = { said: [], cancels: 0, msPerLetter: wished.msPerLetter ?? 4 });
  class Utterance {
    constructor(text) {
      Object.assign(this, { text, lang: "", rate: 1, volume: 1, voice: null });
    }
  }
  const voices = (wished.voices ?? ["en-US", "es-ES", "hi-IN"]).map((lang) => ({ name: lang, lang, localService: true, default: false }));
  let saying = null;
  const synth = {
    getVoices: () => voices,
    resume: () => {},
    speak: (one) => {
      if (!one.text) return;
      saying = one;
      mouth.said.push({ text: one.text, lang: one.lang, rate: one.rate, whole: false });
      const entry = mouth.said.at(-1);
      one.onstart?.({});
      const at = [...one.text.matchAll(/\S+/g)].map((match) => match.index);
      at.forEach((charIndex) => setTimeout(() => saying === one && one.onboundary?.({ charIndex }), charIndex * mouth.msPerLetter));
      setTimeout(() => {
        if (saying !== one) return;
        saying = null;
        entry.whole = true;
        one.onend?.({});
      }, one.text.length * mouth.msPerLetter);
    },
    cancel: () => {
      mouth.cancels += 1;
      const cut = saying;
      saying = null;
      setTimeout(() => cut?.onerror?.({ error: "canceled" }), 5);
    },
  };
  window.SpeechSynthesisUtterance = Utterance;
  Object.defineProperty(window, "speechSynthesis", { value: synth, configurable: true });
})();
