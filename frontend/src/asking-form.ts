// A request form: its rules act while one fills it in, as the server judges it later; steps turn without the server.
import { refresh } from "./page";
import { judged, type Form, type Problem, type State, type Value, type Values } from "./asking-rules";

type Words = Partial<Record<Problem, string>> & { columns?: Record<string, Partial<Record<Problem, string>>> };
type Known = Form & { words: Record<string, Words | undefined> };
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const PREFIX = "q.";

export function follow(root: HTMLElement): void {
  const form = root.closest("form");
  const known = JSON.parse(root.dataset.asking ?? "{}") as Known;
  if (!form || !known.questions) return;
  const asking = new Asking(root, known);
  form.addEventListener("input", () => asking.judge());
  form.addEventListener("change", () => asking.judge());
  root.addEventListener("click", (event) => asking.clicked(event));
  // Enter in a field goes on to the next step, and sends the form in the last one only.
  form.addEventListener("keydown", (event) => {
    const field = event.target as HTMLElement;
    if (event.key !== "Enter" || !(field instanceof HTMLInputElement) || event.defaultPrevented) return;
    if (["submit", "button", "file"].includes(field.type) || field.getAttribute("role") === "combobox") return;
    event.preventDefault();
    if (asking.isLast) form.requestSubmit(form.querySelector<HTMLButtonElement>("[data-asking-end] [type=submit]"));
    else asking.turn(1);
  });
  asking.judge();
  asking.open(asking.at, false);
}

class Asking {
  at: number;
  private state: State;
  private fixed = new Set<string>();

  constructor(
    private root: HTMLElement,
    private known: Known,
  ) {
    this.at = Number(root.dataset.askingStep ?? 0);
    this.state = judged(known, this.values());
    this.fixed = new Set(this.state.fixed);
  }

  get isLast(): boolean {
    return !this.counted().some((one) => one > this.at);
  }

  judge(): void {
    this.state = judged(this.known, this.values());
    const { shown, fixed, needed } = this.state;
    for (const part of this.parts()) {
      const code = part.dataset.question ?? "";
      part.hidden = !shown.includes(code);
      this.fix(part, code, fixed.includes(code));
      const optional = part.querySelector<HTMLElement>(":scope > .f [data-optional]");
      if (optional) optional.hidden = needed.includes(code) || fixed.includes(code);
      if (part.dataset.told && this.state.problems[code] !== part.dataset.told) tell(part, "");
    }
    this.mark();
  }

  clicked(event: MouseEvent): void {
    const button = (event.target as Element).closest<HTMLButtonElement>("button");
    if (!button) return;
    const row = button.closest<HTMLElement>("[data-row]");
    if (button.name === "form_go") this.turn(button.value === "next" ? 1 : -1);
    else if (button.matches("[data-row-add]")) addRow(button);
    else if (button.matches("[data-row-remove]") && row) removeRow(row);
    else return;
    event.preventDefault();
    this.judge();
  }

  /** Goes to the next step that counts, if this one is answered, or back. */
  turn(way: number): void {
    if (way > 0 && this.tellWrong()) return;
    const onward = this.counted().filter((one) => (way > 0 ? one > this.at : one < this.at));
    const next = way > 0 ? onward[0] : onward[onward.length - 1];
    if (next !== undefined) this.open(next, true);
  }

  open(at: number, takesFocus: boolean): void {
    this.at = at;
    const field = this.root.querySelector<HTMLInputElement>("[data-asking-at]");
    if (field) field.value = String(at);
    for (const page of this.root.querySelectorAll<HTMLElement>("[data-asking-page]")) {
      page.hidden = Number(page.dataset.askingPage) !== at;
      if (page.hidden || !takesFocus) continue;
      page.querySelector<HTMLElement>("h2")?.focus();
      page.scrollIntoView({ block: "nearest" });
    }
    this.mark();
    this.root.dispatchEvent(new CustomEvent("asking:step", { bubbles: true }));
  }

  private parts(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>("[data-question]")];
  }

  private counted(): number[] {
    const pages = [...this.root.querySelectorAll<HTMLElement>("[data-asking-page]")];
    const has = (page: HTMLElement): boolean => page.querySelector("[data-question]:not([hidden])") !== null;
    return pages.filter(has).map((page) => Number(page.dataset.askingPage));
  }

  private mark(): void {
    const counted = this.counted();
    for (const mark of this.root.querySelectorAll<HTMLElement>("[data-asking-mark]")) {
      const at = Number(mark.dataset.askingMark);
      mark.hidden = !counted.includes(at);
      if (at === this.at) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    }
    const way = (value: string): HTMLElement | null => this.root.querySelector(`[data-asking-ways] [value=${value}]`);
    const [back, next] = [way("back"), way("next")];
    if (back) back.hidden = !counted.some((one) => one < this.at);
    if (next) next.hidden = this.isLast;
    const end = this.root.closest("form")?.querySelectorAll<HTMLElement>("[data-asking-end]") ?? [];
    for (const one of end) one.hidden = !this.isLast;
  }

  /** Says what is wrong with the open step. */
  private tellWrong(): boolean {
    const page = this.root.querySelector<HTMLElement>(`[data-asking-page="${this.at}"]`);
    let first: HTMLElement | undefined;
    for (const part of page?.querySelectorAll<HTMLElement>("[data-question]:not([hidden])") ?? []) {
      const code = part.dataset.question ?? "";
      const places = Object.entries(this.state.problems).filter(([place]) => place === code || place.startsWith(`${code}.`));
      const place = places[0];
      if (!place) continue;
      const [at, problem] = place;
      const [, , column] = at.split(".");
      const words = this.known.words[code];
      tell(part, (column ? words?.columns?.[column]?.[problem] : words?.[problem]) ?? "", problem);
      first ??= part;
    }
    first?.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea, [contenteditable=true]")?.focus();
    return first !== undefined;
  }

  private fix(part: HTMLElement, code: string, isFixed: boolean): void {
    const was = this.fixed.has(code);
    if (was === isFixed) return;
    if (isFixed) this.fixed.add(code);
    else this.fixed.delete(code);
    const value = this.known.questions.find((one) => one.code === code)?.default ?? [];
    for (const field of fields(part, PREFIX + code)) {
      if (isFixed) hold(field, value);
      if (field instanceof HTMLSelectElement || field.type === "checkbox" || field.type === "radio") field.disabled = isFixed;
      else field.readOnly = isFixed;
    }
  }

  private values(): Values {
    const found: Values = {};
    for (const part of this.parts()) {
      const code = part.dataset.question ?? "";
      const table = part.querySelector<HTMLElement>("[data-table]");
      found[code] = table ? rowsOf(table) : fields(part, PREFIX + code).flatMap(textsOf);
    }
    return found;
  }
}

function fields(part: ParentNode, name: string): Field[] {
  return [...part.querySelectorAll<Field>(`[name="${CSS.escape(name)}"]`)];
}

/** What a field holds, as the server keeps it. */
function textsOf(field: Field): string[] {
  if (field instanceof HTMLInputElement) {
    if (field.type === "file") return [...(field.files ?? [])].map((file) => file.name);
    if ((field.type === "checkbox" || field.type === "radio") && !field.checked) return [];
  }
  const text = field.value.trim();
  if (!text) return [];
  const chosen = field.closest("[data-combobox]")?.querySelector<HTMLInputElement>("[data-combobox-id]");
  if (chosen?.value) return [chosen.value]; // Of a reference the server keeps the id.
  const isNumber = field.inputMode === "numeric" || field.inputMode === "decimal";
  return [isNumber ? text.replace(/[\s\u00a0]/g, "").replace(",", ".") : text];
}

function hold(field: Field, value: string[]): void {
  if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) field.checked = value.includes(field.value);
  else field.value = field.dataset.own ?? value[0] ?? "";
  const chosen = field.closest("[data-combobox]")?.querySelector<HTMLInputElement>("[data-combobox-id]");
  if (chosen) chosen.value = value[0] ?? "";
}

function rowsOf(table: HTMLElement): Value {
  const rows = [...table.querySelectorAll<HTMLElement>("[data-row]")].map((row) => {
    const found: Record<string, string[]> = {};
    for (const field of row.querySelectorAll<Field>("[name]")) {
      const column = field.name.split(".").pop() ?? "";
      const texts = textsOf(field);
      if (texts.length > 0) found[column] = [...(found[column] ?? []), ...texts];
    }
    return found;
  });
  return rows.filter((row) => Object.keys(row).length > 0);
}

function addRow(button: HTMLElement): void {
  const table = button.closest<HTMLElement>("[data-table]");
  const blank = table?.querySelector<HTMLTemplateElement>("[data-row-blank]")?.content.firstElementChild;
  const rows = table?.querySelector<HTMLElement>("[data-rows]");
  if (!blank || !rows || (button.dataset.most && rows.children.length >= Number(button.dataset.most))) return;
  const places = [...rows.querySelectorAll<Field>("[name]")].map((field) => Number(field.name.split(".").at(-2)));
  const row = blank.cloneNode(true) as HTMLElement;
  const place = String(Math.max(-1, ...places) + 1);
  for (const one of [row, ...row.querySelectorAll("*")])
    for (const name of ["name", "id", "for", "aria-describedby", "aria-controls"]) {
      const value = one.getAttribute(name);
      if (value) one.setAttribute(name, value.replaceAll(".NEW.", `.${place}.`).replaceAll("-NEW-", `-${place}-`));
    }
  rows.append(row);
  refresh(row);
  row.querySelector<HTMLElement>("input, select")?.focus();
}

function removeRow(row: HTMLElement): void {
  const add = row.closest("[data-table]")?.querySelector<HTMLElement>("[data-row-add]");
  row.remove();
  add?.focus();
}

function tell(part: HTMLElement, words: string, problem: Problem | "" = ""): void {
  const line = [...part.querySelectorAll<HTMLElement>("[data-error]")].pop();
  const text = line?.querySelector("[data-words]");
  if (!line || !text) return;
  text.textContent = words;
  line.hidden = words === "";
  part.dataset.told = problem;
  for (const field of part.querySelectorAll<Field>(`[name^="${PREFIX}"]`)) {
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (words && !field.getAttribute("aria-describedby")?.includes(line.id))
      field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
  }
}
