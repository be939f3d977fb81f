// A draft that stands beside a ticket goes into the answer when somebody wants it: as text, to be read and changed.
export function offerDraft(place: HTMLElement): void {
  place.querySelector("[data-put-text]")?.addEventListener("click", () => {
    const form = document.querySelector<HTMLFormElement>("form[data-composer]");
    const markup = place.querySelector("template")?.innerHTML.trim();
    if (!form || !markup) return;
    const drawer = place.closest<HTMLElement>("[popover]");
    if (drawer?.matches(":popover-open")) drawer.hidePopover();
    form.dispatchEvent(new CustomEvent("deskhand:insert", { detail: markup }));
  });
}
