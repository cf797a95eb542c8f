/** The way to the alerts, with how many are new. */
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { t } from "../../lib/i18n";
import { unseen, watchBell } from "./live";

export function Bell() {
  useEffect(watchBell, []);
  const { path } = useLocation();
  const count = unseen.value;
  const name = count === 0 ? t("alerts") : t("alerts_new", { count });
  return (
    <a href="/alerts" aria-label={name} title={name} aria-current={path === "/alerts" ? "page" : undefined} class="relative grid size-11 shrink-0 place-items-center text-soft aria-[current=page]:text-brand">
      <svg viewBox="0 0 24 24" class="size-6" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true"><path d="M6 16v-5a6 6 0 0 1 12 0v5l2 2H4zM10 21h4" /></svg>
      {count > 0 && <span aria-hidden="true" class="absolute end-0.5 top-0.5 min-w-5 rounded-full bg-bad px-1 text-center text-xs font-semibold text-page">{count > 99 ? "99+" : count}</span>}
    </a>
  );
}
