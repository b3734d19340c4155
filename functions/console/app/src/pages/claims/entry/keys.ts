// What keys do in the statement, and which field of it they were pressed in.
import type { EnteredLine } from "./values";

export type LineKey = "on" | "back" | "remove" | "undo" | "save";

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  isComposing: boolean;
}

/** What a key does; nothing while kana are being converted, when Enter takes the conversion. */
export function keyOf(pressed: Pressed, canUndo: boolean): LineKey | undefined {
  if (pressed.isComposing || pressed.altKey) return undefined;
  const isControl = pressed.ctrlKey || pressed.metaKey;
  if (pressed.key === "Enter") return isControl ? "save" : pressed.shiftKey ? "back" : "on";
  if (pressed.key === "Delete" && isControl) return "remove";
  if (pressed.key === "z" && isControl && !pressed.shiftKey && canUndo) return "undo";
  return undefined;
}

const NAME = /^lines\.(\d+)\.(treated_on|care|category|stay_days|amount_yen|item)$/;

/** The line and column of a field, by its name. */
export function placeOf(field: unknown): { at: number; column: keyof EnteredLine } | undefined {
  const name = (field as { name?: unknown } | null)?.name;
  const found = typeof name === "string" ? NAME.exec(name) : null;
  return found ? { at: Number(found[1]), column: found[2] as keyof EnteredLine } : undefined;
}
