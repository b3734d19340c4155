import type { Area } from "~/shell/areas";

export const notices: Area = {
  entry: { path: "/notices", name: { ja: "お知らせ", en: "Notices" }, role: "viewer" },
  routes: [
    { path: "notices", lazy: async () => ({ Component: (await import("./notices")).NoticeList }) },
    { path: "notices/incidents", lazy: async () => ({ Component: (await import("./incidents")).Incidents }) },
  ],
};
