// A local cloud of a journey's own whose clock is ahead: at ten in the morning in Japan, when what is due that day has been done.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { free } from "./free";
import { password, test as base } from "./support";

const MORNING = 10;
const STARTS_WITHIN_MILLISECONDS = 120_000;

interface Ahead {
  address: string;
  /** Its day in Japan. */
  today: string;
}

/** How many hours it is until that morning: today's, or tomorrow's. */
function hoursUntilMorning(): number {
  const hour = Number(new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Tokyo", hour: "2-digit", hourCycle: "h23" }).format(new Date()));
  return (MORNING - hour + 24) % 24;
}

async function start(use: (ahead: Ahead) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "console-ahead-"));
  const [port, ...tls] = await Promise.all([free(), free(), free()]);
  const hours = hoursUntilMorning();
  const env = {
    ...process.env, PORT: String(port), HTTPS_PORT: String(tls[0]), MTLS_PORT: String(tls[1]), STATE_DIR: directory,
    DEMO_PASSWORD: password(), PASSWORD_MEMORY_KIB: "1024", PASSWORD_PASSES: "1", HOURS_AHEAD: String(hours),
  };
  const cloud = spawn(process.env.LOCAL_CLOUD ?? "", { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((told) => cloud.once("exit", () => told()));
  try {
    await new Promise<void>((ready, failed) => {
      const late = setTimeout(() => failed(new Error("the cloud did not start")), STARTS_WITHIN_MILLISECONDS);
      void ended.then(() => failed(new Error("the cloud ended")));
      cloud.stdout.on("data", (said: Buffer) => {
        if (!said.toString().includes("パスワード")) return;
        clearTimeout(late);
        ready();
      });
    });
    const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Tokyo" }).format(new Date(Date.now() + hours * 3_600_000));
    await use({ address: `http://localhost:${port}`, today });
  } finally {
    cloud.kill("SIGTERM");
    await ended;
    rmSync(directory, { recursive: true, force: true });
  }
}

/** As everywhere, at that cloud. */
export const test = base.extend<object, { ahead: Ahead }>({
  ahead: [async ({ browserName: _ }, use) => start(use), { scope: "worker", timeout: 2 * STARTS_WITHIN_MILLISECONDS }],
  baseURL: async ({ ahead }, use) => use(ahead.address),
});
