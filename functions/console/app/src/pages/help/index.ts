import type { Area } from "~/shell/areas";

export const help: Area = {
  entry: { path: "/help", name: { ja: "ヘルプ", en: "Help" }, role: "viewer" },
  routes: [],
};
