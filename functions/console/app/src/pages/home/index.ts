import type { Area } from "~/shell/areas";

export const home: Area = {
  entry: { path: "/", name: { ja: "ホーム", en: "Home" }, role: "viewer" },
  routes: [{ index: true, lazy: async () => ({ Component: (await import("./home")).Home }) }],
};
