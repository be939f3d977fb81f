// What has been seen for a second counts as read; told to the server in one small request now and then.
import { onEach } from "./page";
import { post } from "./requests";

const SEEN_MS = 1000;
const BATCH_MS = 1500;

const waiting = new Map<string, Set<string>>();
let timer = 0;

function send(keepalive = false): void {
  timer = 0;
  for (const [address, marks] of waiting) {
    const body = new URLSearchParams([...marks].map((mark): [string, string] => ["marks", mark]));
    // A lost mark is sent again on the next visit; it is not worth a word.
    void post(address, body, "POST", keepalive).catch(() => undefined);
  }
  waiting.clear();
}

function remember(element: HTMLElement): void {
  const address = element.closest<HTMLElement>("[data-read-url]")?.dataset.readUrl;
  const mark = element.dataset.read;
  if (!address || !mark) return;
  const marks = waiting.get(address) ?? new Set();
  waiting.set(address, marks.add(mark));
  if (timer === 0) timer = window.setTimeout(send, BATCH_MS);
}

const seen = new WeakMap<Element, number>();
const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    window.clearTimeout(seen.get(target));
    if (!isIntersecting) continue;
    seen.set(
      target,
      window.setTimeout(() => {
        if (document.hidden) return;
        observer.unobserve(target);
        remember(target as HTMLElement);
      }, SEEN_MS),
    );
  }
});

onEach("[data-read]", (element) => observer.observe(element));
document.addEventListener("visibilitychange", () => document.hidden && send(true));
