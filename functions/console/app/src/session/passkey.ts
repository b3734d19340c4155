// Passkeys, as browsers speak them (Web Authentication Level 3, 5.1.9, 5.1.10).
import type { components } from "~/api/schema";

type AskedPasskey = components["schemas"]["AskedPasskey"];
type PasskeyAnswer = components["schemas"]["PasskeyAnswer"];
type Made = components["schemas"]["Made"];

/** Whether this browser has passkeys. */
export const hasPasskeys = (): boolean => "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** Asks the browser to prove a passkey; rejects where the user cancels. */
export async function provePasskey(asked: AskedPasskey): Promise<PasskeyAnswer> {
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(asked as unknown as PublicKeyCredentialRequestOptionsJSON);
  const proven = (await navigator.credentials.get({ publicKey: options })) as PublicKeyCredential;
  return proven.toJSON() as PasskeyAnswer;
}

/** Asks the browser to make a passkey. */
export async function makePasskey(wanted: unknown): Promise<Made> {
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(wanted as PublicKeyCredentialCreationOptionsJSON);
  const made = (await navigator.credentials.create({ publicKey: options })) as PublicKeyCredential;
  return made.toJSON() as Made;
}
