/** Getting in: the page of somebody who is outside, or in the middle of a step. */
import { useLocation } from "preact-iso";
import type { Step } from "../../api/auth";
import { logOut } from "../../api/auth";
import { t } from "../../lib/i18n";
import { arrive, onward, standing } from "../../lib/session";
import { useArrival } from "../../ui/arrival";
import { Brand } from "../../ui/shell";
import type { Enter } from "./entering";
import { CodeLogin, Forgot, LogIn, SignUp } from "./entrances";
import { EnterCode, ResetPassword, SecondFactor, VerifyEmail } from "./steps";

/** Go where the new standing leads: on to the page that was wanted, or to the next step. */
function useEnter(): Enter {
  const { route } = useLocation();
  return async (next) => {
    const target = onward();
    if (next.in && target.startsWith("/admin/")) return location.assign(target);
    if (next.in) route(target, true);
    await arrive(next);
  };
}

function StepForm({ step, enter }: { step: Step; enter: Enter }) {
  if (step === "verify_email") return <VerifyEmail enter={enter} />;
  if (step === "mfa_authenticate") return <SecondFactor enter={enter} />;
  if (step === "login_by_code") return <EnterCode enter={enter} />;
  return <ResetPassword enter={enter} />;
}

function Entrance({ path, enter }: { path: string; enter: Enter }) {
  if (path === "/signup") return <SignUp enter={enter} />;
  if (path === "/reset-password") return <Forgot enter={enter} />;
  if (path === "/login-code") return <CodeLogin enter={enter} />;
  return <LogIn enter={enter} />;
}

/** Leave the step: the server forgets it, and the form of before is there again. */
async function startOver(): Promise<void> {
  try {
    await arrive(await logOut());
  } catch {
    standing.value = { in: false, step: null };
  }
}

export function AuthPage({ step }: { step: Step | null }) {
  const { path } = useLocation();
  const enter = useEnter();
  useArrival("main input:not([hidden])", false);
  return (
    <main class="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 px-4 py-8">
      <Brand />
      <p class="text-soft">{t("tagline")}</p>
      <div class="card flex flex-col gap-4">
        {step ? <StepForm step={step} enter={enter} /> : <Entrance path={path} enter={enter} />}
        {step && <button class="link self-start text-sm" onClick={() => void startOver()}>{t("start_over")}</button>}
      </div>
    </main>
  );
}
