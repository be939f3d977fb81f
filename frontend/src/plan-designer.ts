// The drawing of a plan. A drag from a step to another draws an arrow, a drag of an arrow leads it elsewhere; a small
// dialog asks by which end it is gone. The forms beside the drawing do the same, and the keyboard does it here.
import { isTyping, on, part } from "./page";
import { walkSteps } from "./plan-keys";

const FAR = 6;
const SVG = "http://www.w3.org/2000/svg";

/** An arrow that is there already. */
interface Arrow {
  start: string;
  end: string;
  on: string;
}

/** Lets arrows be drawn, led elsewhere and changed; what is decided is posted by the forms of the dialog. */
export function drawArrows(designer: HTMLElement): void {
  const svg = designer.querySelector("svg");
  const dialog = designer.querySelector("dialog");
  const form = dialog?.querySelector("form");
  if (!svg || !dialog || !form) return;
  const asking = { dialog, form };
  svg.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  dragging(svg, (from, to) => {
    const arrow = arrowOf(from);
    if (arrow && to.dataset.step !== arrow.end) post(form, arrow, form.dataset.leadUrl, to.dataset.step);
    else if (!arrow && to !== from) ask(asking, { start: from.dataset.step ?? "", end: to.dataset.step ?? "", on: "" });
  });
  on("click", "[data-arrow-start]", (element) => ask(asking, arrowOf(element)!));
  walkSteps(svg, {
    connect: (start, end) => ask(asking, { start, end, on: "" }),
    remove: (code) => {
      const removing = part(designer, "plan-remove") as HTMLFormElement;
      field(removing, "code").value = code;
      removing.requestSubmit();
    },
    say: (words) => (part(document, "plan-says").textContent = words),
  });
  document.addEventListener("keydown", undoByKey);
}

function undoByKey(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  const isRedo = key === "y" || (key === "z" && event.shiftKey);
  if (key !== "z" && !isRedo) return;
  const button = document.querySelector<HTMLElement>(isRedo ? "[data-plan-redo]" : "[data-plan-undo]");
  event.preventDefault();
  button?.click();
}

function arrowOf(element: Element): Arrow | null {
  const { arrowStart, arrowEnd, arrowOn } = (element as SVGElement).dataset;
  return arrowStart === undefined ? null : { start: arrowStart, end: arrowEnd ?? "", on: arrowOn ?? "" };
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.querySelector<HTMLInputElement>(`input[name=${name}]`)!;
}

/** Posts what becomes of an arrow that is there. */
function post(form: HTMLFormElement, arrow: Arrow, url = "", to = ""): void {
  fill(form, arrow, url, to);
  form.submit(); // No button of the dialog was pressed.
}

function fill(form: HTMLFormElement, arrow: Arrow, url: string, to = ""): void {
  form.action = url;
  for (const [name, value] of Object.entries({ ...arrow, to })) field(form, name).value = value;
}

/** Asks by which end the arrow is gone; `on` is empty for one that is new. */
function ask({ dialog, form }: { dialog: HTMLDialogElement; form: HTMLFormElement }, arrow: Arrow): void {
  const step = (code: string) => document.querySelector<SVGElement>(`[data-step="${CSS.escape(code)}"]`)?.dataset ?? {};
  const kind = step(arrow.start).kind ?? "";
  part(dialog, "plan-way").textContent = `${step(arrow.start).name ?? ""} → ${step(arrow.end).name ?? ""}`;
  fill(form, arrow, (arrow.on ? form.dataset.leadUrl : form.dataset.drawUrl) ?? "");
  for (const button of form.querySelectorAll<HTMLButtonElement>("button[name=now]")) {
    button.hidden = button.value === "declined" && !form.dataset.declines?.split(" ").includes(kind);
    if (button.value === arrow.on) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  part(dialog, "plan-arrow-remove").hidden = !arrow.on;
  dialog.showModal();
}

function dragging(svg: SVGSVGElement, dropped: (from: SVGElement, to: SVGElement) => void): void {
  let from: SVGElement | null = null;
  let line: SVGLineElement | null = null;
  let begun: DOMPoint | null = null;

  const found = (target: EventTarget | null, selector: string): SVGElement | null =>
    target instanceof Element ? target.closest<SVGElement>(selector) : null;

  const place = (event: PointerEvent): DOMPoint =>
    new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());

  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    from = found(event.target, "[data-step], [data-arrow-start]");
    begun = place(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from || !begun) return;
    const now = place(event);
    if (!line && Math.hypot(now.x - begun.x, now.y - begun.y) < FAR) return;
    line ??= newLine(svg, begun);
    line.setAttribute("x2", String(now.x));
    line.setAttribute("y2", String(now.y));
  });
  document.addEventListener("pointerup", (event) => {
    const to = line ? found(document.elementFromPoint(event.clientX, event.clientY), "[data-step]") : null;
    const start = from;
    if (line) suppressClick();
    line?.remove();
    from = line = begun = null;
    if (start && to) dropped(start, to);
  });
}

/** What was dragged was not clicked. */
function suppressClick(): void {
  const stop = (click: Event) => {
    click.preventDefault();
    click.stopPropagation();
  };
  document.addEventListener("click", stop, { once: true, capture: true });
  window.setTimeout(() => document.removeEventListener("click", stop, { capture: true }));
}

function newLine(svg: SVGSVGElement, begun: DOMPoint): SVGLineElement {
  const line = document.createElementNS(SVG, "line") as SVGLineElement;
  const values = { x1: begun.x, y1: begun.y, stroke: "var(--color-primary)", "stroke-width": 2, "pointer-events": "none" };
  for (const [name, value] of Object.entries(values)) line.setAttribute(name, String(value));
  svg.append(line);
  return line;
}
