/** The microphone's door: whether this page may open it, in codes that the session knows words for. */

/** What an opening failed of. A recorder that is not supported throws as well, and is no refusal of the person. */
export function codeOf(cause: unknown): string {
  const name = (cause as { name?: string } | null)?.name ?? "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "none";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "unsupported";
}

const CLEAN = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export async function openMicrophone(): Promise<MediaStream> {
  // Absent where the page did not come over https.
  if (!("mediaDevices" in navigator)) throw new DOMException("no media devices", "NotSupportedError");
  return navigator.mediaDevices.getUserMedia({ audio: CLEAN });
}

export function close(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Ask for the microphone before recognition does, so that the watchdog does not run while the person reads the prompt. */
export async function permitted(): Promise<string | null> {
  const known = await navigator.permissions?.query({ name: "microphone" as PermissionName }).catch(() => null);
  if (known?.state === "granted") return null;
  if (known?.state === "denied") return "denied";
  try {
    close(await openMicrophone());
    return null;
  } catch (cause) {
    return codeOf(cause);
  }
}
