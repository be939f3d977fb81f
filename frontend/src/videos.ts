// Videos in articles: nothing is asked of the site that keeps one before the reader agrees; then it plays in a frame
// that may do no more than that. What they chose is not kept.
import { on } from "./page";

const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation";

on("click", "[data-play]", (button) => {
  const box = button.closest<HTMLElement>("figure");
  const address = button.dataset.play ?? "";
  if (!box || !address) return;
  const frame = document.createElement("iframe");
  frame.title = button.dataset.title ?? "";
  frame.allow = "autoplay; fullscreen; picture-in-picture; encrypted-media";
  frame.setAttribute("sandbox", SANDBOX);
  // The site is told which help center asks, not which article: without that, it refuses to play.
  frame.referrerPolicy = "strict-origin";
  frame.src = address;
  button.parentElement?.replaceWith(frame);
  frame.focus();
});
