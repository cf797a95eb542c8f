/** Bills: what is due, what comes again, one to add by hand, and all of it in a calendar. */
import { useEffect } from "preact/hooks";
import { t } from "../../lib/i18n";
import { AddBill } from "./add-form";
import { CalendarCard } from "./calendar-card";
import { DueCard } from "./due-card";
import { ListCard } from "./list-card";
import { LoansCard } from "./loans-card";
import { reload } from "./live";

export function Bills() {
  useEffect(reload, []);
  return (
    <div class="grid gap-4 lg:grid-cols-2 lg:items-start">
      <h1 class="lg:col-span-2">{t("bills")}</h1>
      <div class="flex min-w-0 flex-col gap-4">
        <DueCard />
        <AddBill />
        <CalendarCard />
      </div>
      <div class="flex min-w-0 flex-col gap-4">
        <ListCard />
        <LoansCard />
      </div>
    </div>
  );
}
