/** The three scores: value, what it is made of, why it is not higher, what would raise it. */
import { percent, decimal } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import type { Words } from "../../lib/words/en";
import { Failed, Waiting } from "../../ui/notice";
import { scores, type Score } from "./live";

const SCALES = { health: [0, 100], karma: [0, 100], credit: [300, 850] } as const;
type Kind = keyof typeof SCALES;

export function ScoresCard() {
  const found = scores.data.value;
  return (
    <section class="card flex flex-col gap-4" aria-labelledby="scores">
      <h2 id="scores">{t("scores")}</h2>
      {scores.trouble.value && <Failed trouble={scores.trouble.value} retry={() => void scores.reload()} />}
      {!found && !scores.trouble.value && <Waiting tall />}
      {found && (Object.keys(SCALES) as Kind[]).map((kind) => <OneScore key={kind} kind={kind} score={found.scores[kind]} missing={found.unavailable[kind]} />)}
      {found?.scores.credit && <p class="hint">{t("credit_note")}</p>}
    </section>
  );
}

function OneScore({ kind, score, missing }: { kind: Kind; score: Score | null; missing: string | undefined }) {
  const [least, most] = SCALES[kind];
  return (
    <div class="flex flex-col gap-1 border-t border-line pt-3">
      <div class="flex items-baseline justify-between gap-2">
        <h3 class="font-medium">{t(`score_${kind}`)}</h3>
        {score && <span><strong class="figure">{score.value}</strong> <span class="hint">{t("out_of", { max: most })} · {bandOf(score.band)}</span></span>}
      </div>
      {score ? <Meter score={score} least={least} most={most} /> : <p class="hint">{missing ?? t("unknown")}</p>}
      {score && <Details score={score} />}
    </div>
  );
}

const BANDS: Record<string, keyof Words> = {
  healthy: "band_healthy", coping: "band_coping", vulnerable: "band_vulnerable",
  steady: "band_steady", uneven: "band_uneven", starting: "band_starting",
};
const bandOf = (band: string) => (BANDS[band] ? t(BANDS[band]) : t("grade", { grade: band }));

function Meter({ score, least, most }: { score: Score; least: number; most: number }) {
  const share = (score.value - least) / (most - least);
  return (
    <div class="h-2 overflow-hidden rounded-full bg-tint" aria-hidden="true">
      <div class="h-full rounded-full bg-brand" style={{ width: `${Math.round(share * 100)}%` }} />
    </div>
  );
}

function Details({ score }: { score: Score }) {
  return (
    <div class="flex flex-col gap-2 pt-1 text-sm">
      <Lines title={t("why")} lines={score.reason_codes.map((reason) => [reason.text, signed(reason.points)])} none={t("nothing_lost")} open />
      {score.components.length > 0 && (
        <Lines title={t("made_of")} lines={score.components.map((part) => [`${part.text} (${figureOf(part)})`, `${decimal(part.points, language.value)} / ${decimal(part.max, language.value)}`])} />
      )}
      {score.what_if.length > 0 && <Lines title={t("what_if")} lines={score.what_if.map((change) => [change.change, String(change.score)])} />}
      {score.probability_of_default != null && <p class="hint">{t("default_chance", { chance: percentFine(score.probability_of_default) })}</p>}
      <p class="hint break-words">{t("model", { model: score.model, version: score.model_version })}</p>
    </div>
  );
}

const percentFine = (share: number) => new Intl.NumberFormat(language.value, { style: "percent", maximumFractionDigits: 1 }).format(share);
const signed = (points: number) => t("points", { points: new Intl.NumberFormat(language.value, { signDisplay: "exceptZero" }).format(points) });

function figureOf({ figure, unit }: Score["components"][number]): string {
  if (figure === null) return t("unknown");
  if (unit === "ratio" || unit === "probability") return percent(figure, language.value);
  return `${decimal(figure, language.value)} ${t(`unit_${unit}` as keyof Words)}`;
}

function Lines({ title, lines, none, open = false }: { title: string; lines: [string, string][]; none?: string; open?: boolean }) {
  return (
    <details open={open}>
      <summary class="cursor-pointer font-medium">{title}</summary>
      {lines.length === 0 && <p class="hint">{none}</p>}
      <ul class="mt-1 flex flex-col gap-1">
        {lines.map(([text, value]) => <li key={text} class="flex justify-between gap-3"><span>{text}</span><span class="shrink-0 tabular-nums">{value}</span></li>)}
      </ul>
    </details>
  );
}
