// Who gets a copy: found while one types, or any address; each a chip that can be taken away.
import { clone, part } from "../page";
import type { Item } from "../picker";
import { word } from "../words";

export function recipients(form: HTMLFormElement, changed: () => void): (addresses: string[]) => void {
  const area = form.querySelector<HTMLElement>("[data-recipients]");
  const field = area?.querySelector<HTMLElement>("[data-cc-field]");
  const input = field?.querySelector("input");
  const list = area?.querySelector<HTMLElement>("[data-cc-list]");
  const button = area?.querySelector<HTMLElement>("[data-cc-add]");
  if (!area || !field || !input || !list || !button) return () => undefined;
  // Without script this is where addresses are typed; with it the chips speak.
  area.querySelector<HTMLInputElement>(".without-script input")?.setAttribute("disabled", "");

  const add = (address: string, name: string): void => {
    const known = [...list.querySelectorAll<HTMLInputElement>("input[name=cc]")].some((one) => one.value.toLowerCase() === address.toLowerCase());
    if (known || !address) return;
    const chip = clone(area.querySelector("[data-cc-template]") as HTMLTemplateElement);
    chip.title = address;
    const value = chip.querySelector("input");
    if (value) value.value = address;
    part(chip, "name").textContent = name;
    chip.querySelector("[data-cc-remove]")?.setAttribute("aria-label", word("remove", { name }));
    list.append(chip);
  };

  button.addEventListener("click", () => {
    const isOpen = field.classList.toggle("hidden");
    button.setAttribute("aria-expanded", String(!isOpen));
    if (!isOpen) input.focus();
  });
  field.addEventListener("deskhand:chosen", (event) => {
    const item = (event as CustomEvent<Item>).detail;
    add(item.detail ?? item.label, item.id === "" ? (item.detail ?? "") : item.label);
    changed();
    input.value = "";
  });
  list.addEventListener("click", (event) => {
    const remove = (event.target as Element).closest("[data-cc-remove]");
    if (!remove) return;
    remove.closest(".chip")?.remove();
    changed();
  });
  return (addresses) => {
    list.replaceChildren();
    for (const address of addresses) add(address, address);
  };
}
