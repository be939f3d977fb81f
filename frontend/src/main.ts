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
import { watch } from "./live";
import { onEach, start } from "./page";
import { noticeSomebody } from "./seen";

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

onEach("svg[data-course]", (bar) => {
  void import("./course").then(({ goOn }) => goOn(bar));
});

onEach("[data-arrivals]", (line) => {
  void import("./arrivals").then(({ announceArrivals }) => announceArrivals(line));
});

onEach("[data-order-url]", (list) => {
  void import("./reorder").then(({ reorder }) => reorder(list));
});

onEach("[data-passkey]", (form) => {
  void import("./passkeys").then(({ takeOver }) => takeOver(form as HTMLFormElement));
});

onEach("[data-field-rules]", (part) => {
  void import("./field-forms").then(({ follow }) => follow(part));
});

start();
watch();
noticeSomebody();
