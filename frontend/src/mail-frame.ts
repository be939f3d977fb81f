// The frame of a mail in its own layout is as tall as the mail. Nothing runs in the frame; this page looks into it.

/** Pixels; a mail that is taller scrolls in its frame. */
const TALLEST = 6000;

/** Keeps the frame's height at that of what it shows, also when pictures come in or the window gets narrower. */
export function fit(frame: HTMLIFrameElement): void {
  const measure = (): void => {
    const body = frame.contentDocument?.body;
    const root = frame.contentDocument?.documentElement;
    if (!body || !root) return;
    // What is wider than the frame gets a scroll bar, which takes its own room below.
    const bar = root.scrollWidth > root.clientWidth ? 18 : 0;
    frame.style.height = `${Math.min(Math.ceil(body.getBoundingClientRect().height) + bar, TALLEST)}px`;
  };
  const watch = (): void => {
    const body = frame.contentDocument?.body;
    if (!body || frame.contentDocument?.URL === "about:blank") return;
    measure();
    new ResizeObserver(measure).observe(body);
  };
  frame.addEventListener("load", watch);
  watch();
}
