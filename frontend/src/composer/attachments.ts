// Files: chosen, dropped or pasted; uploaded at once with progress, sent with the message by their ids.
import { size } from "../forms";
import { clone, part } from "../page";
import { csrfToken, post, reason } from "../requests";
import { word } from "../words";

export type Uploaded = { id: string | number; url: string; filename: string; size: number; is_image: boolean };

const DEFAULT_MAX_BYTES = 25 * 1024 * 1024;

export class Attachments {
  private readonly chips: HTMLElement;
  private uploading = 0;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly added: (file: Uploaded, isImage: boolean) => void,
    private readonly changed: () => void,
    private readonly complain: (text: string) => void,
  ) {
    this.chips = form.querySelector("[data-chips]") as HTMLElement;
    const input = form.querySelector<HTMLInputElement>("[data-composer-files]");
    input?.addEventListener("change", () => {
      if (!form.dataset.uploadUrl) return;
      this.add([...(input.files ?? [])], false);
      input.value = "";
    });
    this.chips.addEventListener("click", (event) => {
      const button = (event.target as Element).closest("[data-chip-remove]");
      if (button) this.remove(button.closest("li") as HTMLElement);
    });
    this.catchDrops();
  }

  get isEmpty(): boolean {
    return this.chips.children.length === 0;
  }

  get isUploading(): boolean {
    return this.uploading > 0;
  }

  /** Uploads files; pictures go into the text if they were pasted or dropped there. */
  add(files: File[], isInline = true): void {
    const most = Number(this.form.dataset.maxBytes ?? DEFAULT_MAX_BYTES);
    for (const file of files) {
      if (file.size > most) this.failed(file.name, word("too_large", { size: size(most) }));
      else this.upload(file, isInline && file.type.startsWith("image/"));
    }
  }

  /** A file that the server has already. */
  show(file: Uploaded): void {
    const chip = this.chip(file.filename, file.size);
    this.put(chip, file);
  }

  clear(): void {
    this.chips.replaceChildren();
  }

  private catchDrops(): void {
    const { form } = this;
    form.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.classList.add("is-over");
    });
    form.addEventListener("dragleave", (event) => {
      if (!form.contains(event.relatedTarget as Node | null)) form.classList.remove("is-over");
    });
    form.addEventListener("drop", (event) => {
      form.classList.remove("is-over");
      if (event.defaultPrevented || !event.dataTransfer?.files.length) return;
      event.preventDefault();
      this.add([...event.dataTransfer.files], false);
    });
  }

  private upload(file: File, isInline: boolean): void {
    const chip = this.chip(file.name, file.size);
    const bar = chip.querySelector("progress");
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (bar && event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
    });
    request.addEventListener("loadend", () => {
      this.uploading -= 1;
      if (request.status >= 200 && request.status < 300) this.taken(chip, JSON.parse(request.responseText) as Uploaded, isInline);
      else {
        chip.remove();
        if (!chip.dataset.removed) this.failed(file.name, reason(request.responseText || "{}", request.status));
      }
    });
    chip.addEventListener("deskhand:removed", () => request.abort());
    const body = new FormData();
    body.append("file", file, file.name || "image.png");
    request.open("POST", this.form.dataset.uploadUrl ?? "");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Accept", "application/json");
    this.uploading += 1;
    request.send(body);
  }

  private chip(name: string, bytes: number): HTMLElement {
    const chip = clone(this.form.querySelector("[data-chip-template]") as HTMLTemplateElement);
    part(chip, "name").textContent = name;
    part(chip, "size").textContent = size(bytes);
    chip.querySelector("[data-chip-remove]")?.setAttribute("aria-label", word("remove", { name }));
    const bar = chip.querySelector("progress");
    bar?.removeAttribute("hidden");
    bar?.setAttribute("aria-label", word("uploading", { name }));
    this.chips.append(chip);
    return chip;
  }

  private taken(chip: HTMLElement, file: Uploaded, isInline: boolean): void {
    this.put(chip, file);
    this.added(file, isInline && file.is_image);
    this.changed();
  }

  private put(chip: HTMLElement, file: Uploaded): void {
    chip.querySelector("progress")?.setAttribute("hidden", "");
    chip.dataset.url = file.url;
    part(chip, "name").textContent = file.filename;
    part(chip, "size").textContent = size(file.size);
    const field = chip.querySelector<HTMLInputElement>("input[name=attachment]");
    if (field) {
      field.value = String(file.id);
      field.disabled = false;
    }
  }

  private remove(chip: HTMLElement): void {
    chip.dataset.removed = "yes";
    chip.dispatchEvent(new CustomEvent("deskhand:removed"));
    chip.remove();
    this.changed();
    // If the server keeps it a little longer, nothing is lost: uploads without a message are swept up.
    if (chip.dataset.url) void post(chip.dataset.url, new FormData(), "DELETE").catch(() => undefined);
    this.form.dispatchEvent(new CustomEvent("deskhand:unattached", { detail: chip.dataset.url ?? "" }));
  }

  private failed(name: string, why: string): void {
    this.complain(word("upload_failed", { name, reason: why }));
  }
}
