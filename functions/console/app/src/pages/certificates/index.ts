import type { Area } from "~/shell/areas";

export const certificates: Area = {
  entry: { path: "/certificates", name: { ja: "クライアント証明書", en: "Client certificates" }, role: "administrator" },
  routes: [
    { path: "certificates", lazy: async () => ({ Component: (await import("./list")).CertificateList }) },
    { path: "certificates/issue", lazy: async () => ({ Component: (await import("./issue")).IssueCertificate }) },
  ],
};
