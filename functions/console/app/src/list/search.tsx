// What is searched for by a name, a phone or a number: it is personal, so it stays in the memory of this page and never in the address.
import { useQueryClient } from "@tanstack/react-query";
import { Button, Cluster, FormControl, Input } from "smarthr-ui";
import { useState } from "react";
import { useText, words } from "~/text/text";

const text = words({ search: { ja: "検索", en: "Search" }, clear: { ja: "条件を消す", en: "Clear" } });

/** What is searched for in an area; found again when one comes back to the list, forgotten with the session. */
export function useSearched(area: string) {
  const known = useQueryClient();
  const key = ["searched", area];
  const [searched, setSearched] = useState(() => known.getQueryData<string>(key) ?? "");
  const search = (wanted: string) => {
    known.setQueryData(key, wanted);
    setSearched(wanted);
  };
  return [searched, search] as const;
}

interface Props {
  label: string;
  help?: string;
  searched: string;
  search: (text: string) => void;
  /** Why this can't be searched for. */
  wrong?: string | undefined;
}

export function SearchBox({ label, help, searched, search, wrong }: Props) {
  const t = useText(text);
  const [entered, setEntered] = useState(searched);
  const clear = () => {
    setEntered("");
    search("");
  };
  return (
    <form role="search" onSubmit={(event) => { event.preventDefault(); search(entered.trim()); }}>
      <FormControl label={label} helpMessage={help} errorMessages={wrong ? [wrong] : []}>
        <Cluster gap={0.5}>
          <Input type="search" name="search" value={entered} autoComplete="off" width="20em" error={Boolean(wrong)} onChange={(event) => setEntered(event.target.value)} />
          <Button type="submit">{t("search")}</Button>
          {searched && <Button variant="text" onClick={clear}>{t("clear")}</Button>}
        </Cluster>
      </FormControl>
    </form>
  );
}
