import type { Area } from "~/shell/areas";

export const labels: Area = {
  entry: { path: "/labels", name: { ja: "ラベル", en: "Labels" }, role: "viewer" },
  routes: [],
};
