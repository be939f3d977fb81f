// Passkeys: the server's riddle is given to the browser, and its answer goes back in the form.
import { post, Refused } from "./requests";
import { word } from "./words";

type Json = Record<string, unknown>;

const TEXT_OF_BYTES = ["id", "challenge"];

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The server's JSON as the browser wants it: challenges and ids are bytes there. */
function opened(value: unknown, name = ""): unknown {
  if (typeof value === "string") return TEXT_OF_BYTES.includes(name) ? bytes(value) : value;
  if (Array.isArray(value)) return value.map((one) => opened(one, name));
  if (value === null || typeof value !== "object") return value;
  const plain = Object.entries(value as Json).filter(([key, one]) => key !== "rp" && one !== null);
  const kept = (value as Json).rp === undefined ? {} : { rp: (value as Json).rp };
  return { ...kept, ...Object.fromEntries(plain.map(([key, one]) => [key, opened(one, key)])) };
}

function answer(credential: PublicKeyCredential): Json {
  const { response } = credential;
  const parts: Json = { clientDataJSON: text(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    parts["attestationObject"] = text(response.attestationObject);
    parts["transports"] = response.getTransports();
  } else if (response instanceof AuthenticatorAssertionResponse) {
    parts["authenticatorData"] = text(response.authenticatorData);
    parts["signature"] = text(response.signature);
    parts["userHandle"] = response.userHandle ? text(response.userHandle) : null;
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  };
}

async function asked(form: HTMLFormElement): Promise<Json> {
  const riddle = await post(form.dataset.optionsUrl ?? "", new URLSearchParams());
  const { publicKey } = opened(await riddle.json()) as { publicKey: unknown };
  const credential =
    form.dataset.passkey === "make"
      ? await navigator.credentials.create({ publicKey: publicKey as PublicKeyCredentialCreationOptions })
      : await navigator.credentials.get({ publicKey: publicKey as PublicKeyCredentialRequestOptions });
  if (!(credential instanceof PublicKeyCredential)) throw new Refused(word("passkey_failed"), 0);
  return answer(credential);
}

/** The browser says only that it did not work, on purpose; one of its sentences is about a key that is there already. */
function reason(error: unknown): string {
  if (error instanceof Refused) return error.message;
  const isKnown = error instanceof DOMException && error.name === "InvalidStateError";
  return isKnown ? word("passkey_known") : word("passkey_failed");
}

function isPossible(): boolean {
  const isNumber = /^[\d.]+$|^\[/.test(location.hostname);
  return window.isSecureContext && "PublicKeyCredential" in window && !isNumber;
}

/** Show the form where passkeys work, and let its button ask the browser. */
export function takeOver(form: HTMLFormElement): void {
  const unsupported = form.parentElement?.querySelector<HTMLElement>("[data-passkey-unsupported]");
  if (!isPossible()) return;
  form.hidden = false;
  if (unsupported) unsupported.hidden = true;
  const said = form.querySelector<HTMLElement>("[data-passkey-said]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (said) said.hidden = true;
    asked(form)
      .then((found) => {
        const field = form.elements.namedItem("credential") as HTMLInputElement;
        field.value = JSON.stringify(found);
        form.submit();
      })
      .catch((error: unknown) => {
        if (!said) return;
        said.textContent = reason(error);
        said.hidden = false;
      });
  });
}
