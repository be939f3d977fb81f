// Every page loads this. What only some pages need is loaded by them, on demand.
import "./swap";
import "./toast";
import "./dialog";
import "./floating";
import "./picker";
import "./properties";
import "./forms";
import "./combobox";
import "./query-field";
import "./conversation";
import "./ledger";
import "./keys";
import "./relative-time";
import "./read-marks";
import "./videos";
import "./paper";
import { watch } from "./live";
import { onEach, start } from "./page";
import { noticeSomebody } from "./seen";
import { comeBack } from "./stay";

onEach("[data-composer]", (form) => {
  void import("./composer/composer").then(({ takeOver }) => takeOver(form as HTMLFormElement));
});

onEach("[data-rich]", (field) => {
  void import("./composer/rich").then(({ makeRich }) => makeRich(field));
});

onEach("[data-present]", (page) => {
  void import("./presence").then(({ bePresent }) => bePresent(page));
});

onEach("#tpl-writing", () => {
  void import("./presence").then(({ markWriting }) => markWriting());
});

onEach("[data-desktop]", (button) => {
  void import("./desktop").then(({ offerDesktop }) => offerDesktop(button));
});

if (localStorage.getItem("deskhand-desktop") !== null) void import("./desktop").then(({ watchNews }) => watchNews());

// A row of tabs that is wider than a phone begins where one is.
onEach(".underlines > [aria-current]", (tab) => {
  const bar = tab.parentElement;
  if (bar) bar.scrollLeft = tab.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
});

onEach("[data-countdown]", (element) => {
  void import("./countdown").then(({ countDown }) => countDown(element));
});

onEach("time[data-left]", (element) => {
  void import("./time-left").then(({ countDown }) => countDown(element));
});

onEach("[data-plan-designer]", (designer) => {
  void import("./plan-designer").then(({ drawArrows }) => drawArrows(designer));
});

onEach("svg[data-course]", (bar) => {
  void import("./course").then(({ goOn }) => goOn(bar));
});

onEach("[data-arrivals]", (line) => {
  void import("./arrivals").then(({ announceArrivals }) => announceArrivals(line));
});

onEach("[data-suggestions]", (root) => {
  void import("./suggestions").then(({ suggest }) => suggest(root));
});

onEach("[data-order-url]", (list) => {
  void import("./reorder").then(({ reorder }) => reorder(list));
});

onEach("[data-tree]", (tree) => {
  void import("./tree").then(({ arrange }) => arrange(tree));
});

onEach("[data-passkey]", (form) => {
  void import("./passkeys").then(({ takeOver }) => takeOver(form as HTMLFormElement));
});

onEach("[data-articles]", (panel) => {
  void import("./articles").then(({ beside }) => beside(panel));
});

onEach("[data-put]", (place) => {
  void import("./draft").then(({ offerDraft }) => offerDraft(place));
});

onEach("[data-field-rules]", (part) => {
  void import("./field-forms").then(({ follow }) => follow(part));
});

onEach("[data-asking]", (root) => {
  void import("./asking-form").then(({ follow }) => follow(root));
  const address = root.dataset.visitUrl;
  if (address) void import("./asking-visits").then(({ follow }) => follow(root, address));
});

onEach("[data-designer]", (form) => {
  void import("./designer").then(({ guide }) => guide(form));
});

start();
comeBack();
watch();
noticeSomebody();
