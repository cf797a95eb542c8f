/** One question and its answer. */
import { online } from "../../lib/online";
import { t } from "../../lib/i18n";
import { explain } from "../../lib/trouble";
import { Notice } from "../../ui/notice";
import { Facts } from "./facts";
import { goOn } from "./focus";
import { ProposalButtons } from "./proposal";
import type { Turn } from "./conversation";
import { again, type, voice } from "./voice";

export function OneTurn({ turn, last }: { turn: Turn; last: boolean }) {
  const { answer, status } = turn;
  return (
    <li class="flex flex-col gap-3">
      <p class="max-w-[85%] self-end rounded-2xl rounded-ee-sm bg-tint px-4 py-2 break-words" lang={turn.question.language}>
        <span class="sr-only">{t("ask_you")}: </span>
        {turn.question.message}
      </p>
      <div class="flex max-w-full flex-col items-start gap-2 sm:max-w-[90%]">
        <Sentences turn={turn} last={last} />
        <Marks turn={turn} />
        {status !== "asking" && <Facts facts={turn.facts} />}
        {answer && <p class="hint">{t(`ask_source_${answer.source}`)}</p>}
        {last && answer && answer.options.length > 0 && <Options turn={turn} />}
        {answer?.proposal && <ProposalButtons proposal={answer.proposal} said={answer.answer} live={last} />}
        {(status === "cut" || status === "failed" || status === "stopped") && last && (
          <button class="button button-plain" disabled={!online.value} onClick={(event) => { goOn(event); again(turn); }}>{t("ask_retry")}</button>
        )}
      </div>
    </li>
  );
}

/** The answer so far; the sentence that is being said is marked. */
function Sentences({ turn, last }: { turn: Turn; last: boolean }) {
  if (turn.sentences.length === 0) return turn.status === "asking" ? <p class="text-soft motion-safe:animate-pulse">{t("ask_thinking")}</p> : null;
  const saying = last ? voice.value.saying[0] : undefined;
  return (
    <p class="max-w-full rounded-2xl rounded-es-sm border border-line bg-card px-4 py-2 break-words" lang={turn.answer?.language ?? turn.question.language}>
      <span class="sr-only">{t("ask_it")}: </span>
      {turn.sentences.map((one, index) => (
        <span key={index} class={one.spoken === saying ? "underline decoration-brand decoration-2 underline-offset-4" : ""}>{one.text} </span>
      ))}
    </p>
  );
}

function Marks({ turn }: { turn: Turn }) {
  const { status, heard, trouble } = turn;
  return (
    <>
      {heard !== null && <Notice>{heard ? t("ask_heard", { text: heard }) : t("ask_heard_nothing")}</Notice>}
      {heard === null && status === "stopped" && <Notice>{t("ask_stopped")}</Notice>}
      {status === "cut" && <Notice tone="warn">{t("ask_cut")}</Notice>}
      {status === "failed" && <Notice tone="bad">{trouble?.code === "offline" ? t("ask_unreachable") : trouble?.message ? explain(trouble) : t("ask_failed")}</Notice>}
    </>
  );
}

function Options({ turn }: { turn: Turn }) {
  return (
    <div role="group" aria-label={t("ask_which")} class="flex flex-wrap gap-2">
      {turn.answer?.options.map((one) => (
        <button key={one.message} class="button button-plain" disabled={!online.value} onClick={(event) => { goOn(event); type(one.message); }}>{one.label}</button>
      ))}
    </div>
  );
}
