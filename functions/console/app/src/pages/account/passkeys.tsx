// Passkeys: fingerprint, face or PIN of a device, or a security key.
import { useQueryClient } from "@tanstack/react-query";
import { Base, Stack, Table, Td, Text, Th } from "smarthr-ui";
import { useForm } from "react-hook-form";
import { answer, api } from "~/api/client";
import { Problem } from "~/api/problem";
import { Form, TextField } from "~/form/form";
import { hasPasskeys, makePasskey } from "~/session/passkey";
import { ProvenButton } from "~/session/proven-button";
import { Part } from "~/show/facts";
import { useTell } from "~/show/notice";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { FACTORS, type Factors, type PasskeyView } from "./known";
import { isEnrolled, waysWithout } from "./ways";

const text = words({
  title: { ja: "パスキー", en: "Passkeys" },
  about: { ja: "端末の指紋・顔認証・PIN、またはセキュリティキーで確認します。", en: "Your device's fingerprint, face or PIN, or a security key." },
  name: { ja: "名称", en: "Name" },
  nameHelp: { ja: "どの端末か分かる名前を付けてください。", en: "Say which device it is on." },
  nameExample: { ja: "例：会社のノートパソコン", en: "Such as: office laptop" },
  add: { ja: "パスキーを登録", en: "Add a passkey" },
  cancelled: { ja: "パスキーを登録できませんでした。取り消したか、この端末にはすでに登録されています。", en: "No passkey was made: it was cancelled, or this device has one already." },
  none: { ja: "このブラウザーではパスキーを使えません。", en: "This browser has no passkeys." },
  added: { ja: "登録日時", en: "Added" },
  used: { ja: "最後に使った日時", en: "Last used" },
  never: { ja: "なし", en: "Never" },
  act: { ja: "操作", en: "Actions" },
  remove: { ja: "解除", en: "Remove" },
  removeTitle: { ja: "パスキーの解除", en: "Remove the passkey" },
  removeAsk: { ja: "「{name}」でログインできなくなります。ほかの認証手段で本人を確認します。", en: "“{name}” is no longer taken when you sign in. Another factor of yours must allow it." },
  removed: { ja: "「{name}」を解除しました。", en: "“{name}” has been removed." },
  kept: { ja: "解除するには、先にほかの認証手段を登録してください。", en: "To remove it, enrol another factor first." },
});

interface Props {
  factors: Factors;
  added: (codes: string[] | null | undefined) => Promise<void>;
}

const LONGEST_NAME = 50;

export function Passkeys({ factors, added }: Props) {
  const t = useText(text);
  const mayAdd = factors.shown || !isEnrolled(factors);
  return (
    <Part title={t("title")}>
      {factors.passkeys.length > 0 && <List factors={factors} />}
      <Base padding={1.25}>
        <Stack gap={1}>
          <Text>{t("about")}</Text>
          {!hasPasskeys() && <Text>{t("none")}</Text>}
          {hasPasskeys() && mayAdd && <Add added={added} />}
        </Stack>
      </Base>
    </Part>
  );
}

function Add({ added }: Pick<Props, "added">) {
  const t = useText(text);
  const form = useForm({ defaultValues: { name: "" } });
  const send = async ({ name }: { name: string }) => {
    const { creation } = await answer(api.POST("/api/me/passkeys/challenge"));
    const passkey = await makePasskey(creation).catch(() => {
      throw new Problem(409, { title: t("cancelled"), code: "passkey_cancelled" });
    });
    const { recovery_codes } = await answer(api.POST("/api/me/passkeys", { body: { name: name.trim().slice(0, LONGEST_NAME), passkey } }));
    form.reset();
    await added(recovery_codes);
  };
  return (
    <Form form={form} send={send} action={t("add")}>
      <TextField name="name" label={t("name")} help={t("nameHelp")} example={t("nameExample")} autoComplete="off" width="24em" required />
    </Form>
  );
}

function List({ factors }: Pick<Props, "factors">) {
  const t = useText(text);
  const { moment } = useFormat();
  return (
    <Base overflow="auto" className="records">
      <Table aria-label={t("title")}>
        <thead>
          <tr>
            <Th>{t("name")}</Th>
            <Th>{t("added")}</Th>
            <Th>{t("used")}</Th>
            <Th>{t("act")}</Th>
          </tr>
        </thead>
        <tbody>
          {factors.passkeys.map((passkey) => (
            <tr key={passkey.id}>
              <Td data-title={t("name")}>{passkey.name}</Td>
              <Td data-title={t("added")}>{moment(passkey.added_at)}</Td>
              <Td data-title={t("used")}>{passkey.used_at ? moment(passkey.used_at) : t("never")}</Td>
              <Td data-title={t("act")}><Remove factors={factors} passkey={passkey} /></Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Base>
  );
}

function Remove({ factors, passkey: { id, name } }: Pick<Props, "factors"> & { passkey: PasskeyView }) {
  const t = useText(text);
  const tell = useTell();
  const known = useQueryClient();
  const ways = waysWithout(factors, id);
  const remove = async (proof: object) => {
    await answer(api.POST("/api/me/second-factors/{id}/remove", { params: { path: { id } }, body: proof }));
    tell({ kind: "success", said: t("removed", { name }) });
    await known.invalidateQueries({ queryKey: FACTORS });
  };
  if (ways.length === 0) return <Text size="S">{t("kept")}</Text>;
  return (
    <span>
      <ProvenButton action={t("remove")} title={t("removeTitle")} ways={ways} act={remove} size="s">
        <Text>{t("removeAsk", { name })}</Text>
      </ProvenButton>
    </span>
  );
}
