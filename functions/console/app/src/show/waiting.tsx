// What stands in for something that is still to come.
import { Center, Loader } from "smarthr-ui";
import { useText, words } from "~/text/text";

const text = words({ waiting: { ja: "読み込んでいます", en: "Loading" } });

/** A whole page or part that is on its way. */
export function Waiting() {
  const t = useText(text);
  return (
    <Center padding={2}>
      <Loader alt={t("waiting")} />
    </Center>
  );
}

/** The outline of rows that are on their way. */
export function WaitingRows({ rows = 5 }: { rows?: number }) {
  const t = useText(text);
  return (
    <div className="waiting-rows" role="status" aria-label={t("waiting")}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="waiting-row" />
      ))}
    </div>
  );
}
