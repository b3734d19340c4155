import type { Area } from "~/shell/areas";

/** One's own account; reached by one's name in the head. */
export const account: Area = {
  routes: [
    { path: "account", lazy: async () => ({ Component: (await import("./own")).OwnAccount }) },
    { path: "account/password", lazy: async () => ({ Component: (await import("./password")).ChangePassword }) },
    { path: "account/second-factors", lazy: async () => ({ Component: (await import("./factors")).SecondFactors }) },
  ],
};
