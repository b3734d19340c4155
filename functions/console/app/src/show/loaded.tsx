// What was asked for, once it is there: until then its outline, and where it fails the reason with a way to try again.
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Failure } from "./failure";
import { WaitingRows } from "./waiting";

interface Props<T> {
  found: UseQueryResult<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}

export function Loaded<T>({ found, rows = 4, children }: Props<T>) {
  if (found.data !== undefined) return children(found.data);
  if (found.isPending) return <WaitingRows rows={rows} />;
  return <Failure error={found.error} retry={() => void found.refetch()} />;
}
