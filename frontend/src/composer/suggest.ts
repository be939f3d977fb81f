// What is offered under the cursor while one types after a sign: a list walked by arrow keys, taken by Enter, Tab or a
// finger. The editor keeps the focus.
import { shift } from "@floating-ui/dom";
import { type Editor, Extension } from "@tiptap/core";
import { PluginKey } from "@tiptap/pm/state";
import { Suggestion, type SuggestionKeyDownProps, type SuggestionProps } from "@tiptap/suggestion";
import { clone, part } from "../page";
import { word } from "../words";

export type Offer<Item> = {
  name: string;
  /** What calls the list. */
  sign: string;
  label: () => string;
  allowed: () => boolean;
  items: (typed: string, signal: AbortSignal) => Promise<Item[]>;
  shown: (item: Item) => { label: string; detail: string };
  take: (editor: Editor, range: { from: number; to: number }, item: Item) => void;
  /** The one that a space takes, if it stands there in full. */
  exact?: (items: Item[], typed: string) => Item | undefined;
};

class OfferList<Item> {
  private readonly list = document.createElement("ul");
  private readonly status = document.createElement("p");
  private items: Item[] = [];
  private active = 0;
  private isLoading = true;
  private wantsExact = false;
  private unmount: (() => void) | undefined;

  constructor(
    private readonly offer: Offer<Item>,
    private props: SuggestionProps<Item, Item>,
  ) {
    this.list.id = `offer-${offer.name}`;
    this.list.className = "lift offer";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", offer.label());
    this.status.className = "sr-only";
    this.status.setAttribute("role", "status");
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest("[role=option]");
      if (option) this.pick([...this.list.children].indexOf(option));
    });
    document.body.append(this.status);
    this.unmount = props.mount(this.list);
    this.update(props);
  }

  update(props: SuggestionProps<Item, Item>): void {
    this.props = props;
    this.isLoading = props.loading;
    if (props.loading) return;
    this.items = props.items;
    this.list.replaceChildren(...this.items.map((item, index) => this.drawn(item, index)));
    this.list.hidden = this.items.length === 0;
    this.status.textContent = this.items.length > 0 ? word("results", { n: this.items.length }) : word("no_results");
    this.point(0);
    if (this.wantsExact) this.space();
  }

  key({ event }: SuggestionKeyDownProps): boolean {
    if (event.isComposing) return false;
    if (event.key === " " && this.offer.exact) return this.space();
    if (this.items.length === 0 || this.isLoading) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.point(this.active + (event.key === "ArrowDown" ? 1 : -1));
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || (event.key === "Tab" && !event.shiftKey)) this.pick(this.active);
    else return false;
    return true;
  }

  close(): void {
    this.unmount?.();
    this.list.remove();
    this.status.remove();
    const field = this.props.editor.view.dom;
    field.removeAttribute("aria-controls");
    field.removeAttribute("aria-activedescendant");
  }

  /** A space after a whole shortcut takes it; while the answer is under way, when that is there. */
  private space(): boolean {
    this.wantsExact = this.isLoading;
    if (this.isLoading) return true;
    const whole = this.offer.exact?.(this.items, this.props.query);
    if (whole) this.props.command(whole);
    else if (this.props.editor.state.selection.empty) this.props.editor.commands.insertContent(" ");
    return true;
  }

  private drawn(item: Item, index: number): HTMLElement {
    const option = clone("tpl-option");
    const { label, detail } = this.offer.shown(item);
    option.id = `${this.list.id}-${index}`;
    part(option, "label").textContent = label;
    part(option, "detail").textContent = detail;
    return option;
  }

  private point(index: number): void {
    const options = [...this.list.children];
    if (options.length === 0) return;
    this.active = (index + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === this.active)));
    const option = options[this.active];
    option?.scrollIntoView({ block: "nearest" });
    const field = this.props.editor.view.dom;
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  private pick(index: number): void {
    const item = this.items[index];
    if (item !== undefined) this.props.command(item);
  }
}

/** An extension of the editor that makes the offer. Before all keys of others: Enter takes what is pointed at. */
export function suggests<Item>(offer: Offer<Item>): Extension {
  return Extension.create({
    name: offer.name,
    priority: 1000,
    addProseMirrorPlugins() {
      let list: OfferList<Item> | undefined;
      return [
        Suggestion<Item, Item>({
          editor: this.editor,
          pluginKey: new PluginKey(offer.name),
          char: offer.sign,
          allowedPrefixes: [" ", "\u00a0", "("],
          floatingUi: { middleware: [shift({ padding: 8 })] },
          allow: () => offer.allowed(),
          items: ({ query, signal }) => offer.items(query, signal).catch(() => []),
          command: ({ editor, range, props }) => offer.take(editor, range, props),
          render: () => ({
            onStart: (props) => (list = new OfferList(offer, props)),
            onUpdate: (props) => list?.update(props),
            onKeyDown: (props) => list?.key(props) ?? false,
            onExit: () => {
              list?.close();
              list = undefined;
            },
          }),
        }),
      ];
    },
  });
}
