// 自分の仕事: what waits, each a link to the list that shows it. What one's role acts on comes first.
import { Base, Stack, Text } from "smarthr-ui";
import { Link } from "react-router";
import type { Role } from "~/session/role";
import { useMay } from "~/session/me";
import { Part } from "~/show/facts";
import { Go } from "~/show/go";
import { Loaded } from "~/show/loaded";
import { dayInJapan } from "~/text/format";
import { useText, words } from "~/text/text";
import { useMonth, type Figures, type WorkCount } from "./ask";

const text = words({
  heading: { ja: "仕事の状況", en: "My work" },
  to_assess: { ja: "査定待ち", en: "To assess" },
  to_approve: { ja: "承認待ち", en: "To approve" },
  to_pay: { ja: "支払・返還待ち", en: "To pay or get back" },
  returned: { ja: "差戻し中", en: "Returned" },
  due_soon: { ja: "期限が7日以内・超過", en: "Due within 7 days, or overdue" },
  count: { ja: "{count}件", en: "{count}" },
  more: { ja: "{count}件以上", en: "{count}+" },
  mine: { ja: "自分の担当 {count}件", en: "{count} mine" },
  mineLink: { ja: "{what}のうち自分の担当 {count}件", en: "{what}: {count} mine" },
  nothing: { ja: "待っている仕事はありません。", en: "No work is waiting." },
  enter: { ja: "請求を登録", en: "Enter a claim" },
});

type Work = Figures["work"];

const lists: { key: keyof Work; to: string; role: Role }[] = [
  { key: "due_soon", to: "/claims?due=soon", role: "viewer" },
  { key: "to_assess", to: "/claims?state=to_assess", role: "assessor" },
  { key: "to_approve", to: "/claims?state=assessed", role: "approver" },
  { key: "to_pay", to: "/claims?state=to_pay", role: "approver" },
  { key: "returned", to: "/claims?state=returned", role: "clerk" },
];

export function WorkPart() {
  const t = useText(text);
  const may = useMay();
  const month = dayInJapan().slice(0, 7);
  const found = useMonth(month, month);
  return (
    <Part title={t("heading")} actions={may("clerk") && <Go to="/claims/new" size="s">{t("enter")}</Go>}>
      <Loaded found={found} rows={3}>{({ work }) => <Counts work={work} />}</Loaded>
    </Part>
  );
}

function Counts({ work }: { work: Work }) {
  const t = useText(text);
  const may = useMay();
  const isNothing = lists.every(({ key }) => work[key].count === 0);
  // One's own kind of work before that of others.
  const ordered = [...lists].sort((one, other) => Number(may(other.role)) - Number(may(one.role)));
  return (
    <Stack gap={0.75}>
      {isNothing && <Text>{t("nothing")}</Text>}
      <ul className="work">
        {ordered.map(({ key, to }) => <Count key={key} name={t(key)} to={to} count={work[key]} isPressing={key === "due_soon"} />)}
      </ul>
    </Stack>
  );
}

function Count({ name, to, count, isPressing }: { name: string; to: string; count: WorkCount; isPressing: boolean }) {
  const t = useText(text);
  return (
    <li>
      <Base padding={1} className={isPressing && count.count > 0 ? "work-count work-pressing" : "work-count"}>
        <Link to={to} className="work-link">
          <Text>{name}</Text>
          <Text size="XXL" weight="bold">{t(count.is_more ? "more" : "count", { count: count.count })}</Text>
        </Link>
        {count.mine > 0 && <Link to={`${to}&assignee=me`} aria-label={t("mineLink", { what: name, count: count.mine })}>{t("mine", { count: count.mine })}</Link>}
      </Base>
    </li>
  );
}
