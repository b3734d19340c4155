// Marks of a state: a few words in a frame, whose colour says nothing that the words don't.
import { Cluster, StatusLabel } from "smarthr-ui";
import type { ComponentProps } from "react";

export interface Mark {
  key: string;
  said: string;
  kind: ComponentProps<typeof StatusLabel>["type"];
}

export function Marks({ marks }: { marks: Mark[] }) {
  return (
    <Cluster gap={0.25}>
      {marks.map((mark) => (
        <StatusLabel key={mark.key} type={mark.kind}>{mark.said}</StatusLabel>
      ))}
    </Cluster>
  );
}
