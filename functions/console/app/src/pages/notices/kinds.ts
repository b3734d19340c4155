// What notices are about, what reports of incidents are called, and their order.
import type { components } from "~/api/schema";
import type { Names } from "~/text/names";

type Schemas = components["schemas"];
export type NoticeView = Schemas["NoticeView"];
export type IncidentView = Schemas["IncidentView2"];

export const noticeKinds: Names<Schemas["NoticeKind"]> = {
  change: { ja: "変更", en: "Change" },
  maintenance: { ja: "メンテナンス", en: "Maintenance" },
  release: { ja: "バージョンアップ", en: "New version" },
  vulnerability: { ja: "脆弱性", en: "Vulnerability" },
};

export const reportStages: Names<Schemas["ReportStage"]> = {
  first: { ja: "第一報", en: "First report" },
  progress: { ja: "経過報告", en: "Progress" },
  closing: { ja: "終了報告", en: "Closing report" },
};

export const severities: Names<Schemas["Severity"]> = {
  critical: { ja: "重大", en: "Critical" },
  major: { ja: "大", en: "Major" },
  minor: { ja: "小", en: "Minor" },
};

export const incidentStates: Names<Schemas["IncidentState"]> = {
  open: { ja: "対応中", en: "Being dealt with" },
  closed: { ja: "終了", en: "Closed" },
};

/** Those not read first, each the newest first. */
export const unreadFirst = <N extends Pick<NoticeView, "read" | "sent_at">>(notices: readonly N[]): N[] =>
  [...notices].sort((one, other) => Number(one.read) - Number(other.read) || new Date(other.sent_at).getTime() - new Date(one.sent_at).getTime());
