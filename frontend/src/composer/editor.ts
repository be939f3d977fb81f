// The rich text: Tiptap without styles of its own. The textarea always holds the same as the editor.
import { type AnyExtension, Editor } from "@tiptap/core";
import Image from "@tiptap/extension-image";
import { Placeholder } from "@tiptap/extensions";
import { Selection } from "@tiptap/pm/state";
import StarterKit from "@tiptap/starter-kit";

type Listener = { changed: () => void; files: (files: File[]) => void; send: () => void };

function escaped(text: string): string {
  const holder = document.createElement("p");
  holder.textContent = text;
  return holder.innerHTML;
}

/** Plain text as paragraphs: an empty line parts them. */
function paragraphs(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((one) => `<p>${escaped(one).replace(/\n/g, "<br>")}</p>`)
    .join("");
}

export class Words {
  readonly editor: Editor;

  constructor(
    private readonly area: HTMLTextAreaElement,
    private readonly listener: Listener,
    more: AnyExtension[] = [],
  ) {
    const label = area.labels?.[0]?.textContent ?? area.placeholder;
    this.editor = new Editor({
      element: this.holder(),
      injectCSS: false,
      content: area.dataset.html || paragraphs(area.value),
      extensions: [
        StarterKit.configure({ heading: false, link: { openOnClick: false, autolink: true, defaultProtocol: "https" } }),
        Image.configure({ allowBase64: false }),
        Placeholder.configure({ placeholder: area.dataset.placeholder ?? "" }),
        ...more,
      ],
      editorProps: {
        attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label, lang: document.documentElement.lang },
        handleKeyDown: (_view, event) => this.key(event),
        handlePaste: (_view, event) => this.took(event.clipboardData),
        handleDrop: (_view, event) => this.took(event.dataTransfer, { left: event.clientX, top: event.clientY }),
      },
      onUpdate: () => this.copy(),
    });
    this.area.hidden = true;
    const format = area.form?.querySelector<HTMLInputElement>("[data-body-format]");
    if (format) format.value = "html";
    this.mirror();
  }

  get isEmpty(): boolean {
    return this.editor.isEmpty;
  }

  get html(): string {
    return this.isEmpty ? "" : this.editor.getHTML();
  }

  set html(markup: string) {
    this.editor.commands.setContent(markup, { emitUpdate: false });
    this.mirror();
  }

  insert(markup: string): void {
    this.editor.chain().focus().insertContent(markup).run();
  }

  /** After what stands there, with an empty line to go on. */
  append(markup: string): void {
    const isEmpty = this.isEmpty;
    const chain = this.editor.chain().focus("end");
    (isEmpty ? chain.setContent(`${markup}<p></p>`, { emitUpdate: true }) : chain.insertContent(`${markup}<p></p>`)).focus("end").run();
    this.editor.view.dom.scrollIntoView({ block: "nearest" });
  }

  /** Behind what is selected: a picture takes the place of nothing, not of the one before it either. */
  image(address: string): void {
    const behind = this.editor.state.selection.to;
    this.editor.chain().focus().insertContentAt(behind, { type: "image", attrs: { src: address } }).run();
  }

  clear(): void {
    this.editor.commands.clearContent(false);
    this.mirror();
  }

  focus(): void {
    this.editor.commands.focus();
    this.editor.view.dom.scrollIntoView({ block: "nearest" });
  }

  private holder(): HTMLElement {
    const holder = document.createElement("div");
    this.area.before(holder);
    return holder;
  }

  private key(event: KeyboardEvent): boolean {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return false;
    this.listener.send();
    return true;
  }

  private took(transfer: DataTransfer | null, where?: { left: number; top: number }): boolean {
    const files = [...(transfer?.files ?? [])];
    // Office programs put a picture of the text beside the text: words win.
    if (files.length === 0 || transfer?.getData("text/plain")) return false;
    const at = where && this.editor.view.posAtCoords(where);
    const { state } = this.editor;
    if (at) this.editor.view.dispatch(state.tr.setSelection(Selection.near(state.doc.resolve(at.pos))));
    this.listener.files(files);
    return true;
  }

  private mirror(): void {
    this.area.value = this.html;
  }

  private copy(): void {
    this.mirror();
    this.listener.changed();
  }
}
