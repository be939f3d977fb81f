// Live pages: a tiny question every 1.5 s while the tab is seen; on a change the marked parts are morphed in place.
import { clock, clone, isShown, part } from "./page";
import { morph } from "./swap";
import { word } from "./words";

const EVERY_MS = 1500;
const SLOWEST_MS = 30000;
const REST_MS = 1200;
/** One lost answer is nothing; from the second on the person is told. */
const FAILURES_UNTIL_TOLD = 2;
const MOST_SHOWN = 99;

/** What the server says when something is new; `also` stands for what changes without a version. */
export type Change = { version: string; also?: string; unread?: number; url?: string; present?: string; writing?: [number, string][] };

let address = "";
let version = "";
let also = "";
let wait = EVERY_MS;
let failures = 0;
let heardAt = new Date();
let timer = 0;
let isAsking = false;
let isStopped = false;
let movedAt = 0;
const stale = new Set<string>();
const title = document.title.replace(/^\(\d+\+?\) /, "");

/** Begins to watch if the page says what to watch. */
export function watch(): void {
  document.addEventListener("deskhand:signed-out", signedOut);
  const source = document.querySelector<HTMLElement>("[data-live-url]");
  if (!source?.dataset.liveUrl) return;
  address = source.dataset.liveUrl;
  version = source.dataset.liveVersion ?? "";
  count(Number(source.dataset.unread ?? 0));
  document.addEventListener("visibilitychange", () => !document.hidden && askNow());
  window.addEventListener("online", askNow);
  document.addEventListener("live:now", askNow);
  document.addEventListener("pointermove", () => (movedAt = Date.now()), { passive: true });
  plan();
}

function plan(): void {
  window.clearTimeout(timer);
  if (!isStopped) timer = window.setTimeout(() => void ask(), wait);
}

function askNow(): void {
  if (isStopped || isAsking) return;
  wait = EVERY_MS;
  void ask();
}

async function ask(): Promise<void> {
  window.clearTimeout(timer);
  if (document.hidden || isAsking) return plan();
  isAsking = true;
  try {
    const url = new URL(address, document.baseURI);
    url.searchParams.set("since", version);
    url.searchParams.set("also", also);
    const response = await fetch(url, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) return signedOut();
    if (!response.ok) throw new Error(String(response.status));
    heard();
    if (response.status === 200) changed((await response.json()) as Change);
  } catch {
    unheard();
  } finally {
    isAsking = false;
    plan();
  }
  await catchUp();
}

function changed(change: Change): void {
  if (change.url) address = change.url;
  also = change.also ?? also;
  if (change.unread !== undefined) count(change.unread);
  document.dispatchEvent(new CustomEvent<Change>("deskhand:live", { detail: change }));
  if (change.version === version) return;
  version = change.version;
  for (const element of document.querySelectorAll<HTMLElement>("[data-live-src]")) stale.add(element.id);
}

/** Shows how much is unread: before the title and at the bell. */
function count(unread: number): void {
  const shown = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread);
  document.title = unread > 0 ? `(${shown}) ${title}` : title;
  for (const mark of document.querySelectorAll<HTMLElement>("[data-unread-count]")) {
    mark.hidden = unread === 0;
    mark.textContent = shown;
  }
  for (const words of document.querySelectorAll("[data-unread-words]")) words.textContent = unread > 0 ? `, ${word("unread", { n: shown })}` : "";
}

/** Fetches what is out of date and may move now; the rest waits for the next turn. */
async function catchUp(): Promise<void> {
  for (const id of [...stale]) {
    const element = document.getElementById(id);
    if (!element?.dataset.liveSrc) stale.delete(id);
    else if (mayMove(element)) {
      stale.delete(id);
      await renew(element).catch(() => stale.add(id));
    }
  }
}

function mayMove(element: HTMLElement): boolean {
  if (element.dataset.liveWhen === "visible" && !isShown(element)) return false;
  if (element.querySelector(":popover-open, dialog[open]")) return false;
  const active = document.activeElement;
  const writes = active instanceof HTMLElement && element.contains(active) && active.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const points = element.matches(":hover") && Date.now() - movedAt < REST_MS;
  return !writes && !points;
}

async function renew(element: HTMLElement): Promise<void> {
  const response = await fetch(element.dataset.liveSrc ?? "", { headers: { "HX-Request": "true", "X-Live": "1" } });
  if (!response.ok) throw new Error(String(response.status));
  if (response.status === 200 && element.isConnected) morph(element, await response.text());
}

function heard(): void {
  heardAt = new Date();
  failures = 0;
  wait = EVERY_MS;
  document.getElementById("offline")?.remove();
}

function unheard(): void {
  failures += 1;
  wait = Math.min(SLOWEST_MS, EVERY_MS * 2 ** failures);
  if (failures >= FAILURES_UNTIL_TOLD) tell(word("offline", { time: clock(heardAt) }));
}

function signedOut(): void {
  isStopped = true;
  const line = tell(word("signed_out"));
  const link = part(line, "sign-in") as HTMLAnchorElement;
  link.href = window.location.href;
  link.hidden = false;
  line.querySelector("[data-offline-retry]")?.remove();
}

function tell(words: string): HTMLElement {
  let line = document.getElementById("offline");
  if (!line) {
    line = clone("tpl-offline");
    line.querySelector("[data-offline-retry]")?.addEventListener("click", askNow);
    const bar = document.querySelector("#main > .bar");
    if (bar) bar.after(line);
    else document.getElementById("main")?.prepend(line);
  }
  const text = part(line, "text");
  if (text.textContent !== words) text.textContent = words;
  return line;
}
