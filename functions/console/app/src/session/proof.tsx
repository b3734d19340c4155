// Showing anew that it is oneself, where an open session alone isn't enough: by the password, a code of the app, or a passkey.
import { Fieldset, FormControl, Input, RadioButton, Stack, Text } from "smarthr-ui";
import { type ReactNode, useState } from "react";
import { answer, api } from "~/api/client";
import { Problem } from "~/api/problem";
import type { components } from "~/api/schema";
import { useText, words } from "~/text/text";
import { hasPasskeys, provePasskey } from "./passkey";

export type Way = "password" | "code" | "passkey";
type Proof = { password: string } | { code: string } | { passkey: components["schemas"]["PasskeyAnswer"] };

const text = words({
  how: { ja: "本人確認の方法", en: "How you show that it is you" },
  password: { ja: "パスワード", en: "Password" },
  code: { ja: "認証アプリの6桁のコード", en: "The six figures that your app shows" },
  passkey: { ja: "パスキー", en: "Passkey" },
  passkeyAsk: { ja: "続けると、ブラウザーがパスキーを確認します。", en: "When you go on, your browser asks for the passkey." },
  missing: { ja: "本人確認のために入力してください。", en: "Enter it, to show that it is you." },
  cancelled: { ja: "パスキーの確認が取り消されました。もう一度お試しください。", en: "The passkey was cancelled. Please try again." },
});

/** Asks for a passkey, with a problem in words where the user cancels. */
async function shownPasskey(cancelled: string): Promise<Proof> {
  const { request } = await answer(api.POST("/api/me/passkeys/challenge"));
  const passkey = await provePasskey(request).catch(() => {
    throw new Problem(409, { title: cancelled, code: "passkey_cancelled" });
  });
  return { passkey };
}

interface Asking {
  /** What is entered. */
  fields: ReactNode;
  /** What was shown, for the API. */
  prove: () => Promise<Proof>;
}

/** Asks for one of these ways. */
export function useProof(known: readonly Way[]): Asking {
  const t = useText(text);
  const ways = known.filter((way) => way !== "passkey" || hasPasskeys());
  const [chosen, setWay] = useState<Way>();
  const [entered, setEntered] = useState("");
  const way = chosen ?? ways[0] ?? "password";
  const choose = (next: Way) => {
    setWay(next);
    setEntered("");
  };
  const prove = async (): Promise<Proof> => {
    if (way === "passkey") return shownPasskey(t("cancelled"));
    if (!entered.trim()) throw new Problem(422, { title: t("missing"), code: "field_missing" });
    setEntered("");
    return way === "password" ? { password: entered } : { code: entered.normalize("NFKC").replace(/\s/g, "") };
  };
  const fields = (
    <Stack gap={1}>
      {ways.length > 1 && (
        <Fieldset legend={t("how")}>
          <Stack gap={0.25}>
            {ways.map((one) => (
              <RadioButton key={one} name="way" value={one} checked={one === way} onChange={() => choose(one)}>{t(one)}</RadioButton>
            ))}
          </Stack>
        </Fieldset>
      )}
      {way === "passkey" ? (
        <Text>{t("passkeyAsk")}</Text>
      ) : (
        <FormControl key={way} label={t(way)}>
          <Input
            name={way}
            type={way === "password" ? "password" : "text"}
            autoComplete={way === "password" ? "current-password" : "one-time-code"}
            inputMode={way === "code" ? "numeric" : undefined}
            width={way === "code" ? "8em" : "100%"}
            value={entered}
            aria-required
            onChange={(event) => setEntered(event.target.value)}
          />
        </FormControl>
      )}
    </Stack>
  );
  return { fields, prove };
}
