// A conversation opens where reading goes on: at the first new message, else at the newest one.
import { onEach } from "./page";

onEach("[data-open-at]", (conversation) => {
  if (window.location.hash) return;
  const first = conversation.querySelector<HTMLElement>(".since");
  const newest = conversation.querySelector<HTMLElement>(conversation.dataset.openAt ?? "");
  // The newest message is shown from its beginning only where the one before it does not fit with it.
  (first ?? newest)?.scrollIntoView({ block: first ? "start" : "nearest" });
});

// What is wider than its message scrolls; the keyboard must be able to reach it.
onEach(".msg .wide", (block) => {
  if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
});

// A mail in its own layout stands in a frame as tall as it is.
onEach("[data-mail-frame]", (frame) => {
  void import("./mail-frame").then(({ fit }) => fit(frame as HTMLIFrameElement));
});

// A link to a message that is folded away unfolds the conversation first.
onEach("[data-unfold]", (link) => {
  const { hash } = window.location;
  if (/^#m-\d+$/.test(hash) && !document.querySelector(hash)) window.location.replace((link as HTMLAnchorElement).href + hash);
});
