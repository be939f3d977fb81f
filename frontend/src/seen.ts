// Tells the server now and then that somebody is there, so that a session in use does not end. Reading a page writes
// nothing; this small request does.
import { post } from "./requests";

const EVERY_MS = 120_000;
const KEY = "deskhand:seen";

function told(): number {
  try {
    return Number(localStorage.getItem(KEY) ?? 0);
  } catch {
    return 0; // Storage may be forbidden; then every page tells.
  }
}

function tell(address: string): void {
  if (document.hidden || Date.now() - told() < EVERY_MS) return;
  try {
    localStorage.setItem(KEY, String(Date.now()));
  } catch {
    // As above.
  }
  // A lost one is sent again with the next movement; it is not worth a word.
  void post(address, new URLSearchParams(), "POST", true).catch(() => undefined);
}

/** Watch for signs of somebody, on pages of whoever is signed in. */
export function noticeSomebody(): void {
  const address = document.body.dataset.seenUrl;
  if (!address) return;
  const notice = (): void => tell(address);
  for (const sign of ["pointerdown", "keydown", "visibilitychange"]) document.addEventListener(sign, notice, { passive: true });
  notice();
}
