// Copying something that has to be carried elsewhere.
import { Button } from "smarthr-ui";
import { useText, words } from "~/text/text";
import { useTell } from "./notice";

const text = words({
  copy: { ja: "コピー", en: "Copy" },
  copied: { ja: "コピーしました。", en: "Copied." },
  failed: { ja: "コピーできませんでした。選択してコピーしてください。", en: "It couldn't be copied. Select it and copy it by hand." },
});

export function CopyButton({ content, label }: { content: string; label?: string }) {
  const t = useText(text);
  const tell = useTell();
  const copy = () =>
    navigator.clipboard.writeText(content).then(
      () => tell({ kind: "success", said: t("copied") }),
      () => tell({ kind: "error", said: t("failed") }),
    );
  return <Button size="s" onClick={() => void copy()}>{label ?? t("copy")}</Button>;
}
