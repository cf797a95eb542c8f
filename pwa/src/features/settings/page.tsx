/** Settings: the person, their rules, their accounts, the look, the locks. */
import { ChangesCard } from "../data/changes-card";
import { DataCard } from "../data/data-card";
import { RulesCard } from "../rules/card";
import { AlertsCard } from "../alerts/settings-card";
import { t } from "../../lib/i18n";
import { AccountsCard } from "./accounts-card";
import { LookCard } from "./look-card";
import { ProfileCard } from "./profile-card";
import { SecurityCard } from "./security-card";
import { TelephoneCard } from "./telephone-card";
import { LeavingCard } from "./leaving-card";

export function Settings() {
  return (
    <div class="grid grid-cols-1 gap-4 lg:grid-cols-2 lg:items-start">
      <h1 class="lg:col-span-2">{t("settings")}</h1>
      <div class="flex min-w-0 flex-col gap-4">
        <ProfileCard />
        <AlertsCard />
        <RulesCard />
        <ChangesCard />
      </div>
      <div class="flex min-w-0 flex-col gap-4">
        <AccountsCard />
        <TelephoneCard />
        <LookCard />
        <SecurityCard />
        <DataCard />
        <LeavingCard />
      </div>
    </div>
  );
}
