/** What was matched: each row with its partner, and the way to split them. */
import { useSignal } from "@preact/signals";
import type { Schema } from "../../api/client";
import { money } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { Failed } from "../../ui/notice";
import { split, transfers, type Transfer } from "./live";
import { SideBySide } from "./rows";

type Props = { accounts: Schema["Account"][] | null; changed: () => void };

export function TransfersCard({ accounts, changed }: Props) {
  const found = transfers.data.value;
  if (transfers.trouble.value) return <Failed trouble={transfers.trouble.value} retry={() => void transfers.reload()} />;
  if (!found?.results.length) return null;
  return (
    <section class="card flex flex-col gap-4 lg:col-span-2" aria-labelledby="transfers">
      <h2 id="transfers">{t("transfers")}</h2>
      <p class="hint">{t("transfers_hint")}</p>
      {found.results.map((transfer) => <Matched key={transfer.id} transfer={transfer} accounts={accounts} changed={changed} />)}
    </section>
  );
}

function Matched({ transfer, accounts, changed }: Props & { transfer: Transfer }) {
  const busy = useSignal(false);
  const name = t(transfer.kind === "payout" ? "transfer_payout" : "transfer_between");
  const pick = async () => {
    busy.value = true;
    await split(transfer).then(changed, () => {});
    busy.value = false;
  };
  return (
    <article class="flex flex-col gap-3 border-t border-line pt-3" aria-labelledby={`transfer-${transfer.id}`}>
      <h3 id={`transfer-${transfer.id}`} class="font-semibold">{name}</h3>
      <SideBySide rows={transfer.transactions} accounts={accounts} />
      {Number(transfer.fee) !== 0 && <p class="text-sm">{t("transfer_fee", { fee: money(transfer.fee, transfer.currency, language.value) })}</p>}
      <button class="button button-plain self-start" disabled={busy.value} aria-describedby={`transfer-${transfer.id}`} onClick={() => void pick()}>{t("transfer_split")}</button>
    </article>
  );
}
