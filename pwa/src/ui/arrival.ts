/** What tells people that another page has come: its name on the tab, and the focus at its start. */
import { useLocation } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../lib/i18n";
import type { Words } from "../lib/words/en";

const NAMES: Record<string, keyof Words> = {
  "/": "overview",
  "/statements": "statements",
  "/transactions": "transactions",
  "/bills": "bills",
  "/work": "work",
  "/alerts": "alerts",
  "/goals": "goals",
  "/assistant": "ask_title",
  "/telephone": "telephone",
  "/settings": "settings",
};
const OUTSIDE: Record<string, keyof Words> = { "/signup": "sign_up", "/login-code": "code_login", "/reset-password": "reset_password" };

/** What the page at a path is called; whoever is not in finds the log-in at every path that is no way in. */
export function titleOf(path: string, inside: boolean): string {
  const word = inside ? (NAMES[path] ?? "not_found") : (OUTSIDE[path] ?? "log_in");
  return `${t(word).replace(/\.$/, "")} · GigLens`;
}

/** Name the tab; when the path changes, go on from what `start` finds. Returns the title. */
export function useArrival(start: string, inside: boolean): string {
  const { path } = useLocation();
  const before = useRef(path);
  const title = titleOf(path, inside);
  useEffect(() => void (document.title = title), [title]);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    document.querySelector<HTMLElement>(start)?.focus({ preventScroll: true });
  }, [path]);
  return title;
}
