// The one way to the API: typed by its description, in the language in use, with the session refreshed as it ends.
import createClient, { type Middleware } from "openapi-fetch";
import { keepEnd } from "~/session/end";
import { beginAnew, isMine } from "~/session/whose";
import { Problem } from "./problem";
import type { components, paths } from "./schema";

const REFRESH = "/api/sessions/refresh";
/** Paths whose 401 means what was entered, and not that the session has ended. */
const OWN_401 = /^\/api\/(sessions(\/second-factor|\/refresh)?|passwords|password-resets)$/;

type SessionView = components["schemas"]["SessionView"];

let language = "ja";
let refreshing: Promise<SessionView | undefined> | undefined;
let refreshedAt = 0;
let whenSignedOut: () => void = () => {};
let whenRefused: (code: string) => void = () => {};

/** Sets the language that answers come in. */
export const speak = (locale: string): void => {
  language = locale;
};

/** Says what is to be done once the session has ended for good. */
export const onSignedOut = (act: () => void): void => {
  whenSignedOut = act;
};

/** Says what is to be done when the session may go no further as it is; the code says why. */
export const onRefused = (act: (code: string) => void): void => {
  whenRefused = act;
};

// `keepalive`: a refresh that the next page cut off would leave the old token behind, and to show that again ends the session.
/** Asks for a new access token; several calls at once share one refresh. `undefined` where the session has ended. */
export function refresh(): Promise<SessionView | undefined> {
  refreshing ??= fetch(REFRESH, { method: "POST", headers: { "content-type": "application/json" }, body: "{}", keepalive: true })
    .then(async (response) => {
      if (!response.ok) return undefined;
      const session = (await response.json()) as SessionView;
      keepEnd(session);
      refreshedAt = performance.now();
      return session;
    })
    .finally(() => {
      refreshing = undefined;
    });
  return refreshing;
}

async function send(request: Request): Promise<Response> {
  if (!isMine() && !OWN_401.test(new URL(request.url).pathname)) {
    beginAnew();
    // No answer: the page is on its way.
    return new Promise(() => {});
  }
  const again = request.clone();
  const sentAt = performance.now();
  const response = await fetch(request);
  const isOurs = response.status === 401 && !OWN_401.test(new URL(request.url).pathname);
  if (!isOurs) return response;
  // Several were sent with the old token: the first to be refused renews it, and those that are refused after that only go again.
  if (refreshedAt > sentAt || (await refresh())) return fetch(again);
  whenSignedOut();
  return response;
}

const spoken: Middleware = {
  onRequest({ request }) {
    request.headers.set("accept-language", language);
    // A POST without members still says that it speaks JSON.
    if (request.method !== "GET" && !request.headers.has("content-type")) request.headers.set("content-type", "application/json");
    return request;
  },
  async onResponse({ response }) {
    if (response.status !== 403) return;
    const refusal = (await response.clone().json().catch(() => ({}))) as { code?: string };
    if (refusal.code) whenRefused(refusal.code);
  },
};

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: send });
api.use(spoken);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** What a call answered, or a `Problem` thrown. */
export async function answer<T>(call: Promise<Answer<T>>): Promise<T> {
  return (await versioned(call)).data;
}

/** What a call answered, with the record's version for `If-Match`. */
export async function versioned<T>(call: Promise<Answer<T>>): Promise<{ data: T; version: string | undefined }> {
  let found: Answer<T>;
  try {
    found = await call;
  } catch {
    throw new Problem(0, {});
  }
  const { data, error, response } = found;
  if (!response.ok) {
    const requestId = response.headers.get("x-request-id") ?? undefined;
    throw new Problem(response.status, { request_id: requestId, ...(typeof error === "object" ? error : {}) });
  }
  return { data: data as T, version: response.headers.get("etag") ?? undefined };
}

/** A key under which a repeated write is done once. */
export const idempotencyKey = (): string => crypto.randomUUID();
