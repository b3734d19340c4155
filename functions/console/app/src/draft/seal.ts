// Seals drafts: AES-GCM under a key that no script can read out (WebCrypto, non-extractable).
//
// A draft holds what a statement holds: diagnosis, bank account, names. Browsers at a clinic's reception are shared, so it lies in no
// plain localStorage, where whoever opens the developer tools reads it and where it stays for years. sessionStorage would forget it when
// the browser closes, and that is what a draft is for. So:
// - it lies sealed in IndexedDB, under a key for each account; the name of its place is sealed in as well, so that no draft passes for another's;
// - signing out drops keys and drafts, and the API's answer to it clears the site's storage besides (Clear-Site-Data);
// - what is older than a week is dropped whenever drafts are opened, and one account never reads another's.
// What this does not do: whoever can read the browser's own files on the disk finds the key there, too. Against that stands the disk's encryption.

const ALGORITHM = "AES-GCM";
const NONCE_BYTES = 12;

/** What lies in the browser's database. */
export interface Sealed {
  nonce: Uint8Array<ArrayBuffer>;
  bytes: ArrayBuffer;
}

/** A new key that never leaves the browser. */
export const makeKey = (): Promise<CryptoKey> => crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ["encrypt", "decrypt"]);

/** Seals a value for the place where it is going to lie. */
export async function seal(key: CryptoKey, place: string, value: unknown): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const text = new TextEncoder().encode(JSON.stringify(value));
  return { nonce, bytes: await crypto.subtle.encrypt(parameters(nonce, place), key, text) };
}

/** The value again; `undefined` where the key or the place is another, or the bytes were changed. */
export async function open(key: CryptoKey, place: string, sealed: Sealed): Promise<unknown> {
  try {
    const text = await crypto.subtle.decrypt(parameters(sealed.nonce, place), key, sealed.bytes);
    return JSON.parse(new TextDecoder().decode(text)) as unknown;
  } catch {
    return undefined;
  }
}

const parameters = (nonce: Uint8Array<ArrayBuffer>, place: string) => ({ name: ALGORITHM, iv: nonce, additionalData: new TextEncoder().encode(place) });
