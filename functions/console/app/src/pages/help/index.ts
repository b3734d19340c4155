import type { Area } from "~/shell/areas";

export const help: Area = {
  entry: { path: "/help", name: { ja: "ヘルプ", en: "Help" }, role: "viewer" },
  routes: [
    { path: "help", lazy: async () => ({ Component: (await import("./help")).Help }) },
    { path: "help/inquiry", lazy: async () => ({ Component: (await import("./inquiry")).Inquiry }) },
    { path: "help/responsibilities", lazy: async () => ({ Component: (await import("./responsibilities")).Responsibilities }) },
    { path: "help/certificates", lazy: async () => ({ Component: (await import("./certificates")).CertificateHelp }) },
  ],
};
