// A rich text in an ordinary form (a canned reply, an announcement): the editor and its toolbar, no drafts; files where
// the form takes them.
import { word } from "../words";
import { Attachments } from "./attachments";
import { Words } from "./editor";
import { toolbar } from "./toolbar";

/** Makes an editor of a field's textarea; an article's (`data-rich="article"`) can do more, which is loaded then. */
export async function makeRich(field: HTMLElement): Promise<void> {
  const more = field.dataset.rich === "article" ? await import("./article") : null;
  const area = field.querySelector("textarea");
  const form = area?.form;
  if (!area || !form) return;
  const changed = (): void => void area.dispatchEvent(new Event("input", { bubbles: true }));
  const attachments = form.dataset.uploadUrl ? takeFiles(form, changed) : null;
  const files = (some: File[]): void => (more ? void more.picture(field, words, some) : attachments?.add(some, false));
  const words: Words = new Words(area, { changed, files, send: () => form.requestSubmit() }, more?.EXTENSIONS);
  toolbar(field, words, more ? { commands: more.COMMANDS, addressed: { video: more.video }, isPressed: more.isPressed } : undefined);
  more?.describe(field, words);
  more?.tellVideo(field, words, files);
  for (const chosen of field.querySelectorAll<HTMLInputElement>("[data-rich-picture]")) {
    chosen.addEventListener("change", () => {
      files([...(chosen.files ?? [])]);
      chosen.value = "";
    });
  }
  field.classList.add("is-live");
}

function takeFiles(form: HTMLFormElement, changed: () => void): Attachments {
  const line = form.querySelector<HTMLElement>("[data-composer-error]");
  const say = (text: string): void => {
    const words = line?.querySelector<HTMLElement>("[data-part=text]");
    if (words) words.textContent = text;
    line?.classList.toggle("hidden", !text);
    line?.classList.toggle("flex", Boolean(text));
  };
  const attachments = new Attachments(form, () => say(""), changed, say);
  const wait = (event: Event): void => {
    if (!attachments.isUploading) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(word("upload_wait_save"));
  };
  form.addEventListener("submit", wait, { capture: true });
  return attachments;
}
