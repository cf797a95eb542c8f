/** From the standing to the page. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { ErrorBoundary, LocationProvider, Route, Router, lazy } from "preact-iso";
import { signal } from "@preact/signals";
import { session } from "./api/auth";
import { asTrouble, type Trouble } from "./api/client";
import { AuthPage } from "./features/auth/page";
import { t } from "./lib/i18n";
import { online } from "./lib/online";
import { arrive, standing } from "./lib/session";
import { Failed, Waiting } from "./ui/notice";
import { Brand, Shell } from "./ui/shell";

const Dashboard = lazy(() => import("./features/dashboard/page").then((page) => page.Dashboard));
const Statements = lazy(() => import("./features/imports/page").then((page) => page.Statements));
const Transactions = lazy(() => import("./features/transactions/page").then((page) => page.Transactions));
const Bills = lazy(() => import("./features/bills/page").then((page) => page.Bills));
const Work = lazy(() => import("./features/work/page").then((page) => page.Work));
const Alerts = lazy(() => import("./features/alerts/page").then((page) => page.Alerts));
const Goals = lazy(() => import("./features/goals/page").then((page) => page.Goals));
const Assistant = lazy(() => import("./features/assistant/page").then((page) => page.Assistant));
const Telephone = lazy(() => import("./features/telephone/page").then((page) => page.Telephone));
const Settings = lazy(() => import("./features/settings/page").then((page) => page.Settings));
const trouble = signal<Trouble | null>(null);

async function learnStanding(): Promise<void> {
  trouble.value = null;
  try {
    await arrive(await session());
  } catch (cause) {
    trouble.value = asTrouble(cause);
  }
}

function Pages() {
  return (
    <Shell>
      <ErrorBoundary>
        <Router>
          <Route path="/" component={Dashboard} />
          <Route path="/statements" component={Statements} />
          <Route path="/transactions" component={Transactions} />
          <Route path="/bills" component={Bills} />
          <Route path="/work" component={Work} />
          <Route path="/alerts" component={Alerts} />
          <Route path="/goals" component={Goals} />
          <Route path="/assistant" component={Assistant} />
          <Route path="/telephone" component={Telephone} />
          <Route path="/settings" component={Settings} />
          <Route default component={Nowhere} />
        </Router>
      </ErrorBoundary>
    </Shell>
  );
}

function Nowhere() {
  return <div class="card"><p>{t("not_found")}</p><a class="link" href="/">{t("overview")}</a></div>;
}

/** What is shown before the server has said who this is. */
function Start({ children }: { children: ComponentChildren }) {
  return <main class="p-6"><h1 class="mb-4"><Brand /></h1>{children}</main>;
}

export function App() {
  useEffect(() => void learnStanding(), []);
  useEffect(() => online.subscribe((on) => void (on && trouble.peek()?.code === "offline" && learnStanding())), []);
  if (trouble.value) return <Start><Failed trouble={trouble.value} retry={() => void learnStanding()} /></Start>;
  if (!standing.value) return <Start><Waiting /></Start>;
  return <LocationProvider>{standing.value.in ? <Pages /> : <AuthPage step={standing.value.step} />}</LocationProvider>;
}
