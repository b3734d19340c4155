import type { Area } from "~/shell/areas";

export const timeline: Area = {
  entry: { path: "/timeline", name: { ja: "タイムライン", en: "Timeline" }, role: "viewer" },
  routes: [{ path: "timeline", lazy: async () => ({ Component: (await import("./page")).TimelinePage }) }],
};
