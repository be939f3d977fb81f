// Bars that go on by themselves: data-course holds points of time and percent, with straight lines between them. It rises
// while the time counts and stands still in the night; one timer for the page, which rests while nobody looks.
const STEP_MS = 15000;
const WIDTH = 3; // Units of the drawing in one percent.

type Point = [seconds: number, percent: number];

const shown = new Set<WeakRef<Element>>();
let timer = 0;

/** Lets a bar go on. */
export function goOn(bar: Element): void {
  shown.add(new WeakRef(bar));
  tick();
}

function percentAt(points: Point[], now: number): number {
  let before = points[0] ?? [0, 0];
  for (const point of points) {
    const [from, low] = before;
    const [to, high] = point;
    if (to > now) return to > from && now > from ? low + ((high - low) * (now - from)) / (to - from) : low;
    before = point;
  }
  return before[1];
}

function draw(bar: Element): void {
  const points = JSON.parse(bar.getAttribute("data-course") ?? "[]") as Point[];
  const width = String(Math.floor(percentAt(points, Date.now() / 1000)) * WIDTH);
  const filled = bar.lastElementChild;
  if (filled && filled.getAttribute("width") !== width) filled.setAttribute("width", width);
}

function tick(): void {
  window.clearTimeout(timer);
  if (document.hidden) return;
  for (const reference of shown) {
    const bar = reference.deref();
    if (bar?.isConnected) draw(bar);
    else shown.delete(reference);
  }
  if (shown.size) timer = window.setTimeout(tick, STEP_MS);
}

document.addEventListener("visibilitychange", tick);
document.addEventListener("deskhand:morphed", tick);
