import type { Area } from "~/shell/areas";

export const notices: Area = {
  entry: { path: "/notices", name: { ja: "お知らせ", en: "Notices" }, role: "viewer" },
  routes: [],
};
