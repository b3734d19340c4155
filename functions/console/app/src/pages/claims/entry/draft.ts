// What a kept draft of a claim holds, and under which subject it lies: one for each policy or claim.
import type { Entered, EnteredLine } from "./values";

/** The subject of a new claim is this and its policy. */
export const NEW = "claim new ";
/** The subject of a claim that is changed is this and the claim. */
export const CHANGE = "claim change ";

export interface ClaimDraft {
  entered: Entered;
  /** What one began with, and its version: what others change from then on is told from one's own. */
  base?: { entered: Entered; version: string | undefined };
  /** What a person tells it by. */
  name: string;
}

const isText = (value: unknown): value is string => typeof value === "string";
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** A kept value as a draft; `undefined` where an older console kept something else. */
export function draftOf(value: unknown): ClaimDraft | undefined {
  if (!isObject(value) || !isEntered(value.entered) || !isText(value.name)) return undefined;
  const { base } = value;
  if (base !== undefined && !(isObject(base) && isEntered(base.entered))) return undefined;
  return value as unknown as ClaimDraft;
}

function isEntered(value: unknown): value is Entered {
  if (!isObject(value) || !isObject(value.bank_account) || !Array.isArray(value.lines)) return false;
  return [value.cause, value.diagnosis, value.note].every(isText) && Object.values(value.bank_account).every(isText) && value.lines.every(isLine);
}

const isLine = (value: unknown): value is EnteredLine =>
  isObject(value) && [value.treated_on, value.care, value.category, value.stay_days, value.amount_yen, value.item].every(isText);
