import { defineConfig, type Plugin } from "vite";

// `npm run dev` serves the application over a running local cloud; cookies are for localhost, whatever its port.
const cloud = `http://localhost:${process.env.PORT ?? "8080"}`;
// The host stays the browser's, or the API would take the requests for another site's.
const through = { target: cloud, changeOrigin: false };

// The components carry their own words in nine languages; the console has two.
const twoLanguages: Plugin = {
  name: "two-languages",
  load: (id) =>
    /smarthr-ui\/esm\/intl\/locales\/(?!index|ja\.|en_us)/.test(id) ? "export const locale = {};" : undefined,
};

export default defineConfig({
  plugins: [twoLanguages],
  // Who answers for what is written once, in the product's documents.
  resolve: { alias: { "~": new URL("./src", import.meta.url).pathname, docs: new URL("../../../docs", import.meta.url).pathname } },
  build: {
    target: "es2022",
    // Whatever is small stays a file: nothing inline, as the content security policy demands.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // "use client" is for servers that render; there is none.
      onLog: (level, log, handle) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") handle(level, log);
      },
    },
  },
  server: { port: 5173, fs: { allow: [".", "../../../docs"] }, proxy: { "/api": through, "/password": through, "/inquiry": through } },
});
