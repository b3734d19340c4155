import type { Area } from "~/shell/areas";

export const labels: Area = {
  entry: { path: "/labels", name: { ja: "ラベル", en: "Labels" }, role: "viewer" },
  routes: [{ path: "labels", lazy: async () => ({ Component: (await import("./list")).LabelList }) }],
};
