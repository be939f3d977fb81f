// A list whose order somebody changes by dragging. Buttons in each row do the same by keyboard and without script.
import { Refused, post } from "./requests";
import { toast } from "./toast";

/** Lets the rows of a list be dragged; the new order is posted to its `data-order-url`. */
export function reorder(list: HTMLElement): void {
  let dragged: HTMLElement | null = null;
  let before: HTMLElement[] = [];

  const rows = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(":scope > [data-order]")];

  for (const row of rows()) row.draggable = true;

  list.addEventListener("dragstart", (event) => {
    dragged = (event.target as Element).closest<HTMLElement>("[data-order]");
    before = rows();
    dragged?.classList.add("opacity-60");
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = (event.target as Element).closest<HTMLElement>("[data-order]");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    dragged?.classList.remove("opacity-60");
    dragged = null;
    if (rows().some((row, place) => row !== before[place])) void keep();
  });

  async function keep(): Promise<void> {
    const body = new URLSearchParams({ level: list.dataset.orderLevel ?? "" });
    for (const row of rows()) body.append("order", row.dataset.order ?? "");
    try {
      await post(list.dataset.orderUrl ?? "", body);
      window.location.reload(); // The first and the last have other buttons now.
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message, { kind: "error" });
      list.append(...before);
    }
  }
}
