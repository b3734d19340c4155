import type { Area } from "~/shell/areas";

export const security: Area = {
  entry: { path: "/security", name: { ja: "ログインの方針", en: "Sign-in policy" }, role: "administrator" },
  routes: [{ path: "security", lazy: async () => ({ Component: (await import("./security")).SignInPolicy }) }],
};
