/** The telephone: GigLens's number, the person's own, their PIN, what they may be rung about, and the calls. */
import { useEffect } from "preact/hooks";
import { t } from "../../lib/i18n";
import { Failed, Waiting } from "../../ui/notice";
import { AboutCard, useAnchor } from "./about-card";
import { CallsCard } from "./calls-card";
import { calls, telephone } from "./live";
import { NumbersCard } from "./numbers-card";
import { PinCard } from "./pin-card";
import { rings, underWay, watch } from "./rings";
import { RungCard } from "./rung-card";
import { WaitingCard } from "./waiting-card";
import type { Telephone as Told } from "./wire";

export function Telephone() {
  useEffect(() => void Promise.all([telephone.reload(), calls.reload()]), []);
  const said = telephone.data.value;
  useAnchor(said !== null);
  return (
    <div class="grid gap-4 lg:grid-cols-2 lg:items-start">
      <h1 class="lg:col-span-2">{t("telephone")}</h1>
      {telephone.trouble.value && <div class="lg:col-span-2"><Failed trouble={telephone.trouble.value} retry={() => void telephone.reload()} /></div>}
      {!said && !telephone.trouble.value && <div class="lg:col-span-2"><Waiting tall /></div>}
      {said && <Cards said={said} />}
    </div>
  );
}

function Cards({ said }: { said: Told }) {
  useEffect(watch, []);
  // A ring that is over is a call: the list shows it.
  const going = rings.data.value?.filter(underWay).length ?? 0;
  useEffect(() => void calls.reload(), [going]);
  return (
    <>
      <div class="flex min-w-0 flex-col gap-4">
        <AboutCard said={said} />
        <WaitingCard said={said} />
        {(said.available || said.numbers.length > 0) && <NumbersCard said={said} />}
        {(said.available || said.pin_set_at) && <PinCard said={said} />}
      </div>
      <div class="flex min-w-0 flex-col gap-4">
        {(said.available || said.consents.length > 0) && <RungCard said={said} />}
        {(said.available || (calls.data.value?.rows.length ?? 0) > 0) && <CallsCard />}
      </div>
    </>
  );
}
