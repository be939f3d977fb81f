// A rich text in an ordinary form (a canned reply, an announcement): the editor and its toolbar, no drafts, no files.
import { Words } from "./editor";
import { toolbar } from "./toolbar";

export function makeRich(field: HTMLElement): void {
  const area = field.querySelector("textarea");
  const form = area?.form;
  if (!area || !form) return;
  const changed = (): void => void area.dispatchEvent(new Event("input", { bubbles: true }));
  const words = new Words(area, { changed, files: () => undefined, send: () => form.requestSubmit() });
  toolbar(form, words);
  field.classList.add("is-live");
}
