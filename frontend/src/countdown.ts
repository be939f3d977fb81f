// How long an answer can still be undone: counted here, so that no clock but the server's matters.
import { word } from "./words";

const STEP_MS = 250;

export function countDown(element: HTMLElement): void {
  const over = performance.now() + Number(element.dataset.countdown ?? 0) * 1000;
  const timer = window.setInterval(() => {
    if (!element.isConnected) return window.clearInterval(timer);
    const left = Math.ceil((over - performance.now()) / 1000);
    const words = left > 0 ? word("sending_in", { n: left }) : word("sending_now");
    if (element.textContent !== words) element.textContent = words;
  }, STEP_MS);
}
