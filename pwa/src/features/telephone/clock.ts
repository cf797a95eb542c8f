/** Time on this page: instants as the person writes them, in their zone, and a countdown. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { language } from "../../lib/i18n";
import { me } from "../../lib/session";

/** The person's zone; the browser's where theirs is unknown to it. */
function zone(): string | undefined {
  const own = me.value?.time_zone;
  try {
    return own && new Intl.DateTimeFormat("en", { timeZone: own }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const shaped = (shape: Intl.DateTimeFormatOptions) => (instant: string) => new Intl.DateTimeFormat(language.value, { ...shape, timeZone: zone() }).format(new Date(instant));

export const dayAndTime = shaped({ dateStyle: "medium", timeStyle: "short" });
export const onDay = shaped({ dateStyle: "medium" });
export const atTime = shaped({ timeStyle: "short" });
export const toTheSecond = shaped({ timeStyle: "medium" });

/** 95 seconds are 1:35; hours are not said. */
export function length(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Whole seconds until an instant, counted down; 0 when it is over. Right at once when the instant changes. */
export function useSecondsUntil(instant: string | null): number {
  const now = useSignal(Date.now());
  useEffect(() => {
    if (!instant) return;
    const timer = window.setInterval(() => (now.value = Date.now()), 1000);
    return () => clearInterval(timer);
  }, [instant]);
  void now.value; // each tick renders anew
  return instant ? Math.max(0, Math.ceil((Date.parse(instant) - Date.now()) / 1000)) : 0;
}

/** Names of the weekdays, Monday first, by their ISO numbers. */
export function weekdays(locale: string): (readonly [string, string])[] {
  // 1 January 2024 was a Monday.
  const nameOf = (weekday: number) => new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(Date.UTC(2024, 0, weekday));
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => [String(weekday), nameOf(weekday)] as const);
}
