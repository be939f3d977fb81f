// The keyboard in the drawing of a plan: arrow keys go from step to step, Space begins an arrow, Delete takes out.

interface Verbs {
  connect: (start: string, end: string) => void;
  remove: (code: string) => void;
  say: (words: string) => void;
}

const WAYS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Lets somebody walk over the steps, and do with them what the mouse does. */
export function walkSteps(svg: SVGSVGElement, verbs: Verbs): void {
  let start: SVGElement | null = null;

  const begin = (step: SVGElement | null) => {
    start?.removeAttribute("data-from");
    start = step;
    step?.setAttribute("data-from", "");
    verbs.say(step ? (svg.dataset.saysFrom ?? "").replace("NAME", step.dataset.name ?? "") : "");
  };

  svg.addEventListener("keydown", (event) => {
    const step = (event.target as Element).closest<SVGElement>("[data-step]");
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    if (way) nearest(svg, step, way)?.focus();
    else if (event.key === " ") begin(start === step ? null : step);
    else if (event.key === "Escape" && start) begin(null);
    else if (event.key === "Enter" && start && start !== step) {
      verbs.connect(start.dataset.step ?? "", step.dataset.step ?? "");
      begin(null);
    } else if (event.key === "Delete") verbs.remove(step.dataset.step ?? "");
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function nearest(svg: SVGSVGElement, from: SVGElement, [right, down]: [number, number]): SVGElement | undefined {
  const here = from.getBoundingClientRect();
  const far = (step: SVGElement): number => {
    const there = step.getBoundingClientRect();
    const [x, y] = [there.x - here.x, there.y - here.y];
    const along = x * right + y * down;
    const across = Math.abs(x * down) + Math.abs(y * right);
    return along > 1 ? along + 2 * across : Infinity;
  };
  const others = [...svg.querySelectorAll<SVGElement>("[data-step]")].filter((step) => far(step) < Infinity);
  return others.sort((one, other) => far(one) - far(other))[0];
}
