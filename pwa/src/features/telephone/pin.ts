/** Which PINs are guessed first: said while one is typed. The server decides which of them it takes. */
export const PIN_DIGITS = 6;

export type Weakness = "same" | "run" | "repeats" | "mirror" | "date" | "phone";

/** Why a PIN of full length is easy to guess; null where nothing speaks against it. `ends`: the last digits of own numbers. */
export function weakness(pin: string, ends: readonly string[] = []): Weakness | null {
  if (/^(\d)\1+$/.test(pin)) return "same";
  if (isRun(pin)) return "run";
  if (/^(\d{1,3})\1+$/.test(pin) || /^(\d)\1(\d)\2(\d)\3$/.test(pin) || /^(\d)\1\1(\d)\2\2$/.test(pin)) return "repeats";
  if (pin === [...pin].reverse().join("")) return "mirror";
  if (ends.some((end) => end.length === 4 && pin.includes(end))) return "phone";
  if (isDate(pin)) return "date";
  return null;
}

/** By ones or by any other step: 123456, 975310. */
function isRun(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10));
  return steps.size === 1;
}

/** Day and month in any order with a year of two digits, or a month with a whole year. */
function isDate(pin: string): boolean {
  const [first, second, third] = [pin.slice(0, 2), pin.slice(2, 4), pin.slice(4, 6)].map(Number) as [number, number, number];
  const dayAndMonth = (one: number, other: number) => one >= 1 && one <= 31 && other >= 1 && other <= 12;
  const pairs = [[first, second], [second, first], [second, third], [third, second]] as const;
  const whole = (year: string, month: number) => /^(19|20)/.test(year) && month >= 1 && month <= 12;
  return pairs.some(([one, other]) => dayAndMonth(one, other)) || whole(pin.slice(2), first) || whole(pin.slice(0, 4), third);
}
