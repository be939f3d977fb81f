// The designer of request forms: rules of comparisons and groups of them, which offer what fits the question that was
// picked. The server reads the names of the fields alone; which comparison belongs to which group stands in them.
import { clone } from "./page";

const WITHOUT_VALUES = ["set", "not_set"];
const DEEPEST = 4;

export function guide(form: HTMLElement): void {
  const judge = (): void => form.querySelectorAll<HTMLElement>("[data-rule-group]").forEach(guideGroup);
  form.addEventListener("change", judge);
  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-rule-add], [data-rule-remove]");
    const group = button?.closest<HTMLElement>("[data-rule-group]");
    if (!button || !group) return;
    if (button.dataset.ruleAdd) add(group, button.dataset.ruleAdd);
    else remove(button.closest<HTMLElement>("[data-rule-row]") ?? group);
    judge();
  });
  judge();
  form.querySelectorAll<HTMLElement>("[data-rule-group]").forEach(spare);
}

function partsOf(group: HTMLElement): HTMLElement {
  return group.querySelector(":scope > [data-rule-parts]") as HTMLElement;
}

function rowsOf(group: HTMLElement): HTMLElement[] {
  return [...partsOf(group).querySelectorAll<HTMLElement>(":scope > [data-rule-row]")];
}

/** One comparison that is empty is enough: further ones are added with the button. */
function spare(group: HTMLElement): void {
  const empty = rowsOf(group).filter((row) => row.querySelector<HTMLSelectElement>("[data-rule-of]")?.value === "");
  const isFilled = partsOf(group).children.length - 1 > empty.length;
  empty.slice(isFilled ? 0 : 1).forEach((row) => row.remove());
}

function add(group: HTMLElement, what: string): void {
  const made = clone(`rule-${what}`);
  const name = group.dataset.ruleGroup ?? "";
  const taken = [...partsOf(group).children].map((one) => {
    const { ruleRow, ruleGroup } = (one as HTMLElement).dataset;
    return Number((ruleRow ?? ruleGroup ?? "").slice(name.length + 1) || -1);
  });
  const place = `${name}.${Math.max(-1, ...taken) + 1}`;
  const template = what === "row" ? "NEW.0" : "NEW";
  for (const one of [made, ...made.querySelectorAll("*")]) rename(one, template, place);
  partsOf(group).querySelector(":scope > [data-rule-adds]")?.before(made);
  made.querySelector("select")?.focus();
}

function rename(element: Element, template: string, place: string): void {
  for (const name of ["name", "id", "for", "data-rule-row", "data-rule-group"]) {
    const value = element.getAttribute(name);
    if (value?.startsWith(template)) element.setAttribute(name, place + value.slice(template.length));
  }
  const row = element.closest<HTMLElement>("[data-rule-row]");
  const label = element.getAttribute("aria-label");
  if (row && label) element.setAttribute("aria-label", label.replace(/\b1\b/, numberOf(row.dataset.ruleRow ?? "")));
  const group = element.matches("label") ? element.parentElement?.closest<HTMLElement>("[data-rule-group]") : null;
  if (group && !element.closest("[data-rule-row]")) element.textContent = `${element.textContent ?? ""} ${numberOf(group.dataset.ruleGroup ?? "")}`;
}

/** A place as people read it: the first is 1. */
function numberOf(name: string): string {
  return name.split(".").slice(1).map((one) => Number(one) + 1).join(".");
}

function remove(part: HTMLElement): void {
  const adds = part.parentElement?.closest("[data-rule-group]")?.querySelector<HTMLElement>(":scope > [data-rule-parts] > [data-rule-adds] button");
  part.remove();
  adds?.focus();
}

function guideGroup(group: HTMLElement): void {
  const join = group.querySelector<HTMLSelectElement>(":scope > .f [data-rule-join]");
  partsOf(group).hidden = join?.value === "";
  const deeper = partsOf(group).querySelector<HTMLElement>(":scope > [data-rule-adds] [data-rule-add=group]");
  if (deeper) deeper.hidden = (group.dataset.ruleGroup ?? "").split(".").length >= DEEPEST;
  rowsOf(group).forEach(guideRow);
}

function guideRow(row: HTMLElement): void {
  const of = row.querySelector<HTMLSelectElement>("[data-rule-of]");
  const op = row.querySelector<HTMLSelectElement>("[data-rule-op]");
  const values = row.querySelector<HTMLInputElement>("[data-rule-values]");
  if (!of || !op || !values) return;
  const ops = (of.selectedOptions[0]?.dataset.ops ?? "").split(" ").filter(Boolean);
  for (const option of op.options) option.disabled = ops.length > 0 && !ops.includes(option.value.replace(/^not_/, ""));
  if (op.selectedOptions[0]?.disabled) op.value = ops[0] ?? "is";
  op.hidden = of.value === "";
  values.hidden = of.value === "" || WITHOUT_VALUES.includes(op.value);
  values.setAttribute("list", `values-${of.value}`);
}
