// What is loaded once it comes into view: what nobody scrolls to costs nothing.
import { type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { WaitingRows } from "./waiting";

export function WhenSeen({ rows = 4, children }: { rows?: number; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const watching = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && setSeen(true));
    watching.observe(place.current);
    return () => watching.disconnect();
  }, []);
  const waiting = <WaitingRows rows={rows} />;
  return isSeen ? <Suspense fallback={waiting}>{children}</Suspense> : <div ref={place}>{waiting}</div>;
}
