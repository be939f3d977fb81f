// What pictures show, in words, for people who do not see them, and what videos are called and say: fields while one of
// them is selected, and a way to the pictures that have no words yet.
import { NodeSelection } from "@tiptap/pm/state";
import type { Words } from "./editor";

/** Keeps the field and the hint of pictures in step with the text. */
export function describe(field: HTMLElement, words: Words): void {
  const { editor } = words;
  const line = field.querySelector<HTMLElement>("[data-alt-line]");
  const input = line?.querySelector<HTMLInputElement>("input");
  const hint = field.querySelector<HTMLElement>("[data-alt-missing]");
  if (!line || !input || !hint) return;

  const bare = (): number => {
    let found = -1;
    editor.state.doc.descendants((node, place) => {
      if (found < 0 && node.type.name === "image" && !String(node.attrs.alt ?? "").trim()) found = place;
      return found < 0;
    });
    return found;
  };

  const draw = (): void => {
    const picture = selected(words, "image");
    line.hidden = !picture;
    hint.hidden = Boolean(picture) || bare() < 0;
    show(input, picture?.node.attrs.alt);
  };

  said(words, input, "image", "alt");
  hint.querySelector("button")?.addEventListener("click", () => {
    const place = bare();
    if (place < 0) return;
    editor.commands.setNodeSelection(place);
    editor.commands.scrollIntoView();
    input.focus();
  });
  editor.on("transaction", draw);
  draw();
}

/** Keeps title and captions of the selected video in step with the text. */
export function tellVideo(field: HTMLElement, words: Words, take: (files: File[]) => void): void {
  const { editor } = words;
  const line = field.querySelector<HTMLElement>("[data-video-line]");
  const input = line?.querySelector<HTMLInputElement>("input[type=text]");
  const captions = line?.querySelector<HTMLElement>("[data-captions]");
  const chosen = captions?.querySelector<HTMLInputElement>("input[type=file]");
  const told = captions?.querySelector<HTMLElement>("[data-part=captions]");
  const away = captions?.querySelector<HTMLButtonElement>("button");
  if (!line || !input || !captions || !chosen || !told || !away) return;

  const draw = (): void => {
    const video = selected(words, "video");
    line.hidden = !video;
    show(input, video?.node.attrs.title);
    // Only a video of our own can be given captions; who keeps another one gives its.
    captions.hidden = !String(video?.node.attrs.address ?? "").startsWith("/") || !field.dataset.uploadUrl;
    told.hidden = away.hidden = !video?.node.attrs.captions;
  };

  said(words, input, "video", "title");
  chosen.addEventListener("change", () => {
    take([...(chosen.files ?? [])]);
    chosen.value = "";
  });
  away.addEventListener("click", () => {
    editor.commands.updateAttributes("video", { captions: "" });
    input.focus();
  });
  editor.on("transaction", draw);
  draw();
}

/** The selected picture or video, if that is what is selected. */
function selected({ editor }: Words, kind: string): NodeSelection | null {
  const { selection } = editor.state;
  return selection instanceof NodeSelection && selection.node.type.name === kind ? selection : null;
}

function show(input: HTMLInputElement, value: unknown): void {
  const now = typeof value === "string" ? value : "";
  if (input.value !== now) input.value = now;
}

/** What is written in a field is an attribute of what is selected; Enter and Escape lead back behind it. */
function said(words: Words, input: HTMLInputElement, kind: string, name: string): void {
  const { editor } = words;
  input.addEventListener("input", () => {
    const now = selected(words, kind);
    if (!now) return;
    // It stays selected: its words are written on, letter by letter.
    const { tr } = editor.state;
    tr.setNodeAttribute(now.from, name, input.value);
    editor.view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, now.from)));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    editor.chain().setTextSelection(editor.state.selection.to).focus().run();
  });
}
