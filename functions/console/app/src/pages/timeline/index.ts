import type { Area } from "~/shell/areas";

export const timeline: Area = {
  entry: { path: "/timeline", name: { ja: "タイムライン", en: "Timeline" }, role: "viewer" },
  routes: [],
};
