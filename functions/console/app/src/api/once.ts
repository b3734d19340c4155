// A write that is sent again because its answer was lost is done once: the same contents go under the same key.
import { useRef } from "react";
import { idempotencyKey } from "./client";

/** `const once = useOnce()`, then `params: { header: once(body) }`: other contents get another key. */
export function useOnce() {
  const sent = useRef<{ contents: string; key: string } | undefined>(undefined);
  return (body: unknown) => {
    const contents = JSON.stringify(body);
    if (sent.current?.contents !== contents) sent.current = { contents, key: idempotencyKey() };
    return { "Idempotency-Key": sent.current.key };
  };
}
