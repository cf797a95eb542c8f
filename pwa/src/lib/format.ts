/** Figures as people of a language write them. Amounts come and go as strings and are never added up here. */

export function money(amount: string, currency: string, locale: string): string {
  // Intl takes decimal strings exactly; its types do not say so yet.
  const exact = amount as unknown as number;
  return new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(exact);
}

/** An amount that came in the currency's smallest coins. */
export function ofMinor(minor: number, currency: string, locale: string): string {
  const digits = new Intl.NumberFormat(locale, { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return money((minor / 10 ** digits).toFixed(digits), currency, locale);
}

/** Whole units, for axes and tight places. */
export function roundMoney(amount: number, currency: string, locale: string): string {
  const options = { style: "currency", currency, maximumFractionDigits: 0, currencyDisplay: "narrowSymbol" } as const;
  return new Intl.NumberFormat(locale, { ...options, notation: Math.abs(amount) >= 1e5 ? "compact" : "standard" }).format(amount);
}

export function percent(share: number | string, locale: string, digits = 0): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(Number(share));
}

export function decimal(value: number | string, locale: string, digits = 1): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(Number(value));
}

/** From here on, a day and a month alone would be read as another year's. */
const FAR_MS = 330 * 86_400_000;

/** A calendar date, which has no time zone: it must not move by a day for people west of Greenwich. */
export function day(iso: string, locale: string, style: "short" | "medium" | "long" = "medium", now = Date.now()): string {
  const far = Math.abs(Date.parse(iso) - now) > FAR_MS;
  const shape: Intl.DateTimeFormatOptions =
    style === "short" ? { day: "numeric", month: "short", ...(far && { year: "numeric" }) } : { dateStyle: style };
  return new Intl.DateTimeFormat(locale, { ...shape, timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));
}

export function month(iso: string, locale: string): string {
  const shape = { month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale, shape).format(new Date(`${iso}T00:00:00Z`));
}

/** How long ago, in the largest unit that says something. */
export function age(seconds: number, locale: string): string {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const steps = [["day", 86_400], ["hour", 3_600], ["minute", 60]] as const;
  for (const [unit, size] of steps) if (seconds >= size) return relative.format(-Math.floor(seconds / size), unit);
  return relative.format(0, "second");
}
