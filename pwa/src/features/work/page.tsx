/** Work: platforms compared, distances driven, payouts that fall short, and what to set aside for taxes. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../../lib/i18n";
import { Tabs } from "../../ui/tabs";
import { FindingsCard } from "./findings-card";
import { MileageRoom } from "./mileage-room";
import { PlatformsCard } from "./platforms-card";
import { TaxRoom } from "./tax-room";

const ROOMS = ["platforms", "mileage", "payouts", "tax"] as const;
type Room = (typeof ROOMS)[number];
const said = (): Room => ROOMS.find((one) => `#${one}` === location.hash) ?? "platforms";
const room = signal<Room>("platforms");

export function Work() {
  useEffect(() => void (room.value = said()), []);
  const pick = (one: string) => {
    room.value = one as Room;
    history.replaceState(history.state, "", `#${one}`);
  };
  return (
    <div class="flex flex-col gap-4">
      <div class="flex flex-wrap items-center justify-between gap-3">
        <h1>{t("work")}</h1>
        <div class="max-w-full"><Tabs label={t("work")} options={ROOMS.map((one) => [one, t(`work_${one}`)])} value={room.value} pick={pick} /></div>
      </div>
      {room.value === "platforms" && <PlatformsCard />}
      {room.value === "mileage" && <MileageRoom />}
      {room.value === "payouts" && <FindingsCard />}
      {room.value === "tax" && <TaxRoom />}
    </div>
  );
}
