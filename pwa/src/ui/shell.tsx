/** The frame around every page of somebody who is in: name, ways, banners, and the page. */
import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { t } from "../lib/i18n";
import { online } from "../lib/online";
import { me } from "../lib/session";
import { Bell } from "../features/alerts/bell";
import type { Words } from "../lib/words/en";
import { useArrival } from "./arrival";
import { Passing } from "./notice";

const ASK_SHAPE = "M4 5h16v11H9l-5 4zM8 9h8M8 12h5";
const WAYS: [string, keyof Words, string][] = [
  ["/", "overview", "M3 12l9-8 9 8M5 10v10h14V10"],
  ["/statements", "statements", "M6 3h9l4 4v14H6zM9 12h7M9 16h7"],
  ["/assistant", "ask", ASK_SHAPE],
  ["/bills", "bills", "M4 5h16v15H4zM4 10h16M8 3v4M16 3v4M8 14h3"],
  ["/work", "work", "M4 8h16v11H4zM9 8V5h6v3M4 13h16"],
  ["/settings", "settings", "M4 7h10M18 7h2M4 17h2M10 17h10M16 7a2 2 0 1 1-4 0 2 2 0 0 1 4 0M10 17a2 2 0 1 1-4 0 2 2 0 0 1 4 0"],
];
const here = (path: string) => ({ "/transactions": "/statements", "/goals": "/", "/telephone": "/settings" })[path] ?? path;

export function Brand() {
  return (
    <span class="flex items-center gap-2 text-lg font-bold tracking-tight">
      <img src="/icon.svg" alt="" class="size-8" />
      GigLens
    </span>
  );
}

function Ways() {
  const { path } = useLocation();
  return (
    <nav aria-label="GigLens" class="fixed inset-x-0 bottom-0 z-10 flex overflow-x-auto border-t border-line bg-card lg:static lg:border-0 lg:bg-transparent">
      {WAYS.map(([to, word, shape]) => (
        <a key={to} href={to} aria-current={here(path) === to ? "page" : undefined} class="flex min-h-14 flex-1 flex-col items-center justify-center gap-1 px-0.5 text-[0.7rem] text-soft aria-[current=page]:font-semibold aria-[current=page]:text-brand lg:min-h-11 lg:flex-row lg:px-4 lg:text-sm">
          <svg viewBox="0 0 24 24" class="size-5" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true"><path d={shape} /></svg>
          {t(word)}
        </a>
      ))}
    </nav>
  );
}

/** The way to ask, at hand wherever one has scrolled to. On a phone the bar below has it; here it stands beside the page. */
function AskWay() {
  const { path } = useLocation();
  if (path === "/assistant") return null;
  return (
    <nav aria-label={t("ask")} class="fixed end-3 bottom-6 z-10 hidden lg:block">
      <a href="/assistant" class="flex min-h-11 items-center gap-2 rounded-full bg-brand px-3 font-medium text-brand-ink shadow-lg">
        <svg viewBox="0 0 24 24" class="size-5" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true"><path d={ASK_SHAPE} /></svg>
        <span class="max-[92rem]:sr-only">{t("ask")}</span>
      </a>
    </nav>
  );
}

/** The two pages about money that has moved: the rows, and the files that they came from. */
export function MoneyWays() {
  const { path } = useLocation();
  const ways = [["/statements", "statements"], ["/transactions", "transactions"]] as const;
  return (
    <nav aria-label={t("statements")} class="flex flex-wrap gap-x-4 border-b border-line">
      {ways.map(([to, word]) => (
        <a key={to} href={to} aria-current={path === to ? "page" : undefined} class="min-h-11 content-center border-b-2 border-transparent text-soft aria-[current=page]:border-brand aria-[current=page]:font-semibold aria-[current=page]:text-ink">{t(word)}</a>
      ))}
    </nav>
  );
}

export function Shell({ children }: { children: ComponentChildren }) {
  const title = useArrival("#main", true);
  return (
    <>
      <a href="#main" class="sr-only focus:not-sr-only focus:fixed focus:z-30 focus:bg-card focus:p-3">{t("skip")}</a>
      <header>
        {me.value?.is_demo && <p role="note" class="bg-warn px-4 py-2 text-center text-sm text-page">{t("demo_banner")}</p>}
        {!online.value && <p role="status" class="bg-ink px-4 py-2 text-center text-sm text-page">{t("offline")}</p>}
        <div class="mx-auto flex max-w-6xl items-center justify-between gap-4 px-4 py-3">
          <a href="/" aria-label="GigLens"><Brand /></a>
          <div class="flex items-center">
            <Ways />
            <Bell />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} aria-label={title} class="outline-none mx-auto max-w-6xl px-4 pt-2 pb-28 lg:pb-12 lg:max-xl:pe-18">{children}</main>
      <AskWay />
      <Passing />
    </>
  );
}
