// Requests of the islands themselves: same origin, with the token, and errors in words.
import { word } from "./words";

/** What the server said no to, in words for the person. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly body = "",
  ) {
    super(message);
  }
}

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

export async function getJson<T>(address: string, query: Record<string, string> = {}, signal?: AbortSignal): Promise<T> {
  const url = new URL(address, document.baseURI);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return (await answered(fetch(url, { headers: { Accept: "application/json" }, ...(signal ? { signal } : {}) }))).json() as Promise<T>;
}

export function post(address: string, body: FormData | URLSearchParams, method = "POST", keepalive = false): Promise<Response> {
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  return answered(fetch(address, { method, body, headers, keepalive }));
}

async function answered(request: Promise<Response>): Promise<Response> {
  let response: Response;
  try {
    response = await request;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused(word("failed_network"), 0);
  }
  if (!response.ok) {
    const body = await response.text();
    throw new Refused(reason(body, response.status), response.status, body);
  }
  return response;
}

/** The server's own sentence: JSON `detail`, or what an HTML fragment marks with `data-error`. */
export function reason(body: string, status: number): string {
  try {
    const { detail } = JSON.parse(body) as { detail?: unknown };
    if (typeof detail === "string" && detail) return detail;
  } catch {
    const marked = new DOMParser().parseFromString(body, "text/html").querySelector("[data-error]");
    if (marked?.textContent) return marked.textContent.trim();
  }
  return status === 0 ? word("failed_network") : word("failed_server", { status });
}
