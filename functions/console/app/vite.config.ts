import { readFile } from "node:fs/promises";
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

// The theme's values are worked out here, once, and not in every browser by a good part of Tailwind CSS that is brought along for it.
const theme: Plugin = {
  name: "theme",
  async load(id) {
    if (/smarthr-ui\/esm\/smarthr-ui-preset\.js$/.test(id)) return { code: await readFile(id, "utf8"), moduleSideEffects: true };
    if (!/smarthr-ui\/esm\/themes\/tailwind\/TailwindConfig\.js$/.test(id)) return undefined;
    const values = Object.entries((await import(id)) as Record<string, unknown>);
    // Importing the preset says which classes exclude each other.
    return [`import "../../smarthr-ui-preset.js";`, ...values.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)].join("\n");
  },
};

export default defineConfig({
  plugins: [twoLanguages, theme],
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
  server: { port: 5173, fs: { allow: [".", "../../../docs"] }, proxy: { "/api": through, "/inquiry": through, "/card": through } },
});
