// A certificate's file, which is handed out once.
import { useQueryClient } from "@tanstack/react-query";
import { Text } from "smarthr-ui";
import type { ComponentProps } from "react";
import { answer, api } from "~/api/client";
import { ConfirmButton } from "~/show/confirm";
import { bytesOf, save } from "~/show/file";
import { useTell } from "~/show/notice";
import { useText, words } from "~/text/text";
import { CERTIFICATES } from "./known";

const text = words({
  download: { ja: "ダウンロード", en: "Download" },
  title: { ja: "証明書ファイルのダウンロード", en: "Download the file" },
  ask: {
    ja: "「{name}」のファイルをダウンロードできるのは一度だけです。開くには、発行したときに表示したパスフレーズが必要です。",
    en: "The file of “{name}” can be downloaded once. It opens with the pass phrase that was shown when it was issued.",
  },
  done: { ja: "{file}をダウンロードしました。", en: "{file} has been downloaded." },
});

interface Props {
  id: string;
  name: string;
  whenDone?: () => void;
}

export function DownloadButton({ id, name, whenDone, ...button }: Props & Partial<Pick<ComponentProps<typeof ConfirmButton>, "variant" | "size">>) {
  const t = useText(text);
  const tell = useTell();
  const known = useQueryClient();
  const download = async () => {
    const file = await answer(api.POST("/api/certificates/{id}/download", { params: { path: { id } } }));
    save(file.file_name, bytesOf(file.content_base64), "application/x-pkcs12");
    tell({ kind: "success", said: t("done", { file: file.file_name }) });
    whenDone?.();
    await known.invalidateQueries({ queryKey: CERTIFICATES });
  };
  return (
    <ConfirmButton action={t("download")} title={t("title")} act={download} size="s" {...button}>
      <Text>{t("ask", { name })}</Text>
    </ConfirmButton>
  );
}
