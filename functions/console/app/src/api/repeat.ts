// Writes that may be sent again after an answer was lost.
import { useRef } from "react";
import { idempotencyKey } from "./client";

/** The key of a write: the same for the same content, so that it is done once however often it is sent. */
export function useRepeatKey(): (content: unknown) => string {
  const kept = useRef({ content: "", key: "" });
  return (content) => {
    const written = JSON.stringify(content);
    if (kept.current.content !== written) kept.current = { content: written, key: idempotencyKey() };
    return kept.current.key;
  };
}
