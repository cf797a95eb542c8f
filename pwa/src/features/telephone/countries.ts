/** Countries and their calling codes, named in the person's language, for a number that is typed without one. */

/** By the ITU's list (E.164 country codes assigned); those that share a code: the largest first. */
const CODES =
  "US1 CA1 DO1 PR1 JM1 TT1 BS1 BB1 AG1 AI1 AS1 BM1 DM1 GD1 GU1 KN1 KY1 LC1 MP1 MS1 SX1 TC1 VC1 VG1 VI1 EG20 SS211 MA212 DZ213 TN216 LY218 GM220 SN221 MR222 ML223 GN224 CI225 BF226 NE227 TG228 BJ229 MU230 LR231 SL232 GH233 NG234 TD235 CF236 CM237 CV238 ST239 GQ240 GA241 CG242 CD243 AO244 GW245 IO246 SC248 SD249 RW250 ET251 SO252 DJ253 KE254 TZ255 UG256 BI257 MZ258 ZM260 MG261 RE262 YT262 ZW263 NA264 MW265 LS266 BW267 SZ268 KM269 ZA27 SH290 ER291 AW297 FO298 GL299 GR30 NL31 BE32 FR33 ES34 GI350 PT351 LU352 IE353 IS354 AL355 MT356 CY357 FI358 AX358 BG359 HU36 LT370 LV371 EE372 MD373 AM374 BY375 AD376 MC377 SM378 UA380 RS381 ME382 XK383 HR385 SI386 BA387 MK389 IT39 VA39 RO40 CH41 CZ420 SK421 LI423 AT43 GB44 GG44 IM44 JE44 DK45 SE46 NO47 SJ47 PL48 DE49 FK500 BZ501 GT502 SV503 HN504 NI505 CR506 PA507 PM508 HT509 PE51 MX52 CU53 AR54 BR55 CL56 CO57 VE58 GP590 BL590 MF590 BO591 GY592 EC593 GF594 PY595 MQ596 SR597 UY598 CW599 BQ599 MY60 AU61 CX61 CC61 ID62 PH63 NZ64 SG65 TH66 TL670 NF672 BN673 NR674 PG675 TO676 SB677 VU678 FJ679 PW680 WF681 CK682 NU683 WS685 KI686 NC687 TV688 PF689 TK690 FM691 MH692 RU7 KZ7 JP81 KR82 VN84 CN86 HK852 MO853 KH855 LA856 BD880 TW886 TR90 IN91 PK92 AF93 LK94 MM95 MV960 LB961 JO962 SY963 IQ964 KW965 SA966 YE967 OM968 PS970 AE971 IL972 BH973 QA974 BT975 MN976 NP977 IR98 TJ992 TM993 AZ994 GE995 KG996 UZ998";

export interface Country {
  region: string;
  code: string;
}

export const COUNTRIES: readonly Country[] = CODES.split(" ").map((one) => ({ region: one.slice(0, 2), code: one.slice(2) }));

/** Those whose numbers may be added with their names, in the order of the language. */
export function named(locale: string, allowed: readonly string[]): (readonly [string, string])[] {
  const names = new Intl.DisplayNames([locale], { type: "region" });
  return COUNTRIES.filter(({ region }) => allowed.includes(region)).map(({ region, code }) => [region, `${names.of(region) ?? region} (+${code})`] as const).sort((one, other) => one[1].localeCompare(other[1], locale));
}

/** What a region is called in a language. */
export function nameOf(region: string, locale: string): string {
  return new Intl.DisplayNames([locale], { type: "region" }).of(region) ?? region;
}

/** The regions in a row, as one says them. */
export function listed(locale: string, regions: readonly string[]): string {
  return new Intl.ListFormat(locale).format(regions.map((one) => nameOf(one, locale)).sort((one, other) => one.localeCompare(other, locale)));
}

/** Where somebody probably is, by the languages of their browser; of the regions that are allowed. */
export function guess(tags: readonly string[], allowed: readonly string[]): string {
  for (const tag of tags) {
    const region = new Intl.Locale(tag).region;
    if (region && allowed.includes(region)) return region;
  }
  return allowed.includes("US") ? "US" : (allowed[0] ?? "US");
}

/** The country of a number that begins with + or 00; null where none does. Kept is the one that was chosen, if its code fits. */
export function countryOf(typed: string, chosen: string): string | null {
  const digits = international(typed);
  if (digits === null) return null;
  const fits = COUNTRIES.filter((one) => digits.startsWith(one.code));
  const longest = Math.max(...fits.map((one) => one.code.length));
  const close = fits.filter((one) => one.code.length === longest);
  return (close.find((one) => one.region === chosen) ?? close[0])?.region ?? null;
}

/** The digits of a number that is written with its calling code, else null. */
export function international(typed: string): string | null {
  const plain = typed.replace(/[\s().\/-]/g, "");
  return /^(\+|00)\d/.test(plain) ? plain.replace(/^(\+|00)/, "") : null;
}

/** A number of ours in groups that can be read out: +1 555 010 0199. */
export function spaced(number: string): string {
  const code = COUNTRIES.filter((one) => number.startsWith(`+${one.code}`)).reduce((longest, one) => (one.code.length > longest.length ? one.code : longest), "");
  const rest = number.slice(1 + code.length);
  const groups = rest.match(/\d{1,3}(?=(?:\d{3})*\d{4}$)|\d{4}$|\d+/g) ?? [rest];
  return [`+${code}`, ...groups].join(" ");
}
