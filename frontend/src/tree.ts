// A tree whose branches somebody moves by dragging: between two others, or onto one to put it in. The buttons in each
// row do the same by keyboard and without script.

const EDGE = 0.3; // Of a row's height: nearer to its edge is before or behind it, else in it.

/** Lets the branches be dragged; where one was dropped is sent with the form that `data-tree` names. */
export function arrange(tree: HTMLElement): void {
  const form = document.getElementById(tree.dataset.tree ?? "") as HTMLFormElement | null;
  if (!form) return;
  let dragged: HTMLElement | null = null;
  let marked: HTMLElement | null = null;

  for (const branch of tree.querySelectorAll<HTMLElement>("[data-shelf]")) branch.draggable = true;

  tree.addEventListener("dragstart", (event) => {
    dragged = branchOf(event.target);
    dragged?.classList.add("opacity-60");
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  });
  tree.addEventListener("dragover", (event) => {
    const over = branchOf(event.target);
    mark(null, "");
    if (!dragged || !over || dragged.contains(over)) return;
    event.preventDefault();
    mark(over.querySelector<HTMLElement>("[data-tree-row]"), where(over, event.clientY));
  });
  tree.addEventListener("drop", (event) => {
    const over = branchOf(event.target);
    if (!dragged || !over || dragged.contains(over)) return;
    event.preventDefault();
    const way = where(over, event.clientY);
    const into = way === "in" ? over : branchOf(over.parentElement);
    const siblings = branchesOf(way === "in" ? over : over.parentElement).filter((one) => one !== dragged);
    const after = way === "in" ? siblings.at(-1) : way === "after" ? over : siblings[siblings.indexOf(over) - 1];
    fill(form, { shelf: dragged.dataset.shelf, parent: into?.dataset.shelf, after: after?.dataset.shelf });
    form.requestSubmit();
  });
  tree.addEventListener("dragend", () => {
    dragged?.classList.remove("opacity-60");
    dragged = null;
    mark(null, "");
  });

  function mark(row: HTMLElement | null, way: string): void {
    if (marked) delete marked.dataset.drop;
    marked = row;
    if (row) row.dataset.drop = way;
  }

  function branchOf(target: EventTarget | null): HTMLElement | null {
    const found = (target as Element | null)?.closest<HTMLElement>("[data-shelf]") ?? null;
    return found && tree.contains(found) ? found : null;
  }
}

function where(branch: HTMLElement, y: number): "before" | "in" | "after" {
  const box = (branch.querySelector("[data-tree-row]") ?? branch).getBoundingClientRect();
  const place = (y - box.top) / box.height;
  return place < EDGE ? "before" : place > 1 - EDGE ? "after" : "in";
}

/** The branches right below one, or right in a list of them. */
function branchesOf(above: Element | null): HTMLElement[] {
  if (!above) return [];
  const list = above.matches("[data-shelf]") ? ":scope > details > ul > [data-shelf]" : ":scope > [data-shelf]";
  return [...above.querySelectorAll<HTMLElement>(list)];
}

function fill(form: HTMLFormElement, values: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value ?? "";
  }
}
