// What stands above a list of records: a search by words, and the choice of a label.
import { Base, Cluster } from "smarthr-ui";
import type { ComponentProps } from "react";
import { LabelFilter } from "~/show/labels";
import { SearchBox } from "./search";

interface Props extends ComponentProps<typeof SearchBox> {
  chosenLabel: string | undefined;
  chooseLabel: (label: string | undefined) => void;
}

export function ListHead({ chosenLabel, chooseLabel, ...search }: Props) {
  return (
    <Base padding={1}>
      <Cluster gap={1.5} align="flex-start">
        <SearchBox {...search} />
        <LabelFilter value={chosenLabel} choose={chooseLabel} />
      </Cluster>
    </Base>
  );
}
