// Where drafts lie: the browser's own database. Where there is none (a private window of some browsers), nothing is kept, and nothing fails.
import { makeKey, open, seal, type Sealed } from "./seal";

const DATABASE = "drafts";
const KEYS = "keys";
const DRAFTS = "drafts";
const KEPT_MILLISECONDS = 7 * 24 * 60 * 60_000;

interface Kept extends Sealed {
  at: number;
}

/** A draft, and when it was kept. */
export interface Draft {
  value: unknown;
  at: number;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's database failed"));
  });

async function database(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(KEYS);
    opening.result.createObjectStore(DRAFTS);
  };
  const found = await done(opening);
  // Signing out in another tab takes it away; a connection that stays open would hold that up.
  found.onversionchange = () => found.close();
  return found;
}

async function inStore<T>(name: string, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opened = await database();
  try {
    return await done(act(opened.transaction(name, mode).objectStore(name)));
  } finally {
    opened.close();
  }
}

async function keyOf(account: string): Promise<CryptoKey> {
  const kept = (await inStore(KEYS, "readonly", (store) => store.get(account))) as CryptoKey | undefined;
  if (kept) return kept;
  const made = await makeKey();
  // Two tabs at once: the first key stays.
  await inStore(KEYS, "readwrite", (store) => store.add(made, account)).catch(() => {});
  return (await inStore(KEYS, "readonly", (store) => store.get(account))) as CryptoKey;
}

const placeOf = (account: string, subject: string): string => `${account} ${subject}`;

/** Keeps a draft of an account. */
export async function keepDraft(account: string, subject: string, value: unknown): Promise<void> {
  const place = placeOf(account, subject);
  const sealed = await seal(await keyOf(account), place, value);
  await inStore(DRAFTS, "readwrite", (store) => store.put({ ...sealed, at: Date.now() } satisfies Kept, place));
}

/** The draft that an account left; drops what is older than a week. */
export async function findDraft(account: string, subject: string): Promise<Draft | undefined> {
  await dropOld();
  const place = placeOf(account, subject);
  const kept = (await inStore(DRAFTS, "readonly", (store) => store.get(place))) as Kept | undefined;
  if (!kept) return undefined;
  const value = await open(await keyOf(account), place, kept);
  return value === undefined ? undefined : { value, at: kept.at };
}

/** The drafts that an account left whose subjects begin so, by their subjects; the newest first. */
export async function listDrafts(account: string, head: string): Promise<(Draft & { subject: string })[]> {
  await dropOld();
  const before = placeOf(account, "");
  const places = await inStore(DRAFTS, "readonly", (store) => store.getAllKeys());
  const subjects = places.map(String).filter((place) => place.startsWith(before + head)).map((place) => place.slice(before.length));
  const drafts = await Promise.all(subjects.map(async (subject) => ({ subject, draft: await findDraft(account, subject) })));
  return drafts.flatMap(({ subject, draft }) => (draft ? [{ ...draft, subject }] : [])).sort((one, other) => other.at - one.at);
}

/** Drops a draft. */
export async function dropDraft(account: string, subject: string): Promise<void> {
  await inStore(DRAFTS, "readwrite", (store) => store.delete(placeOf(account, subject)));
}

async function dropOld(): Promise<void> {
  const opened = await database();
  try {
    const store = opened.transaction(DRAFTS, "readwrite").objectStore(DRAFTS);
    const [places, drafts] = await Promise.all([done(store.getAllKeys()), done(store.getAll() as IDBRequest<Kept[]>)]);
    const old = places.filter((_, at) => (drafts[at]?.at ?? 0) < Date.now() - KEPT_MILLISECONDS);
    await Promise.all(old.map((place) => done(store.delete(place))));
  } finally {
    opened.close();
  }
}
