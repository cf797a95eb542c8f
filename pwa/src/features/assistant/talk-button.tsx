/** Hold to talk: pointer, keyboard, and for those whose reader only clicks, one click to begin and one to end. */
import { useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import { press, release, voice } from "./voice";

const SHAPE = "M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3M5 11v1a7 7 0 0 0 14 0v-1M12 19v3";

export function TalkButton({ disabled }: { disabled: boolean }) {
  const handled = useRef(false); // by pointer or key: the click that follows is the same act
  const down = () => {
    handled.current = true;
    press();
  };
  const held = voice.value.heldSince !== null;
  const click = () => {
    if (!handled.current) held ? release() : press();
    handled.current = false;
  };
  return (
    <button
      type="button"
      disabled={disabled}
      aria-pressed={held}
      class={`button shrink-0 touch-none select-none ${held || voice.value.phase === "listening" ? "bg-bad text-page" : "button-main"}`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        down();
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== " " && event.key !== "Enter") return;
        event.preventDefault();
        if (!event.repeat) down();
      }}
      onKeyUp={(event) => {
        if (event.key !== " " && event.key !== "Enter") return;
        event.preventDefault();
        handled.current = false;
        release();
      }}
      onBlur={release}
      onClick={click}
    >
      <svg viewBox="0 0 24 24" class="size-5" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true"><path d={SHAPE} /></svg>
      {t("talk")}
    </button>
  );
}
