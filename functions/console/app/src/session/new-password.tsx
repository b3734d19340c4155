// A new password, entered twice, with how hard it is to guess; within a form that has `new_password` and `repeated`.
import { useFormContext, useWatch } from "react-hook-form";
import { TextField } from "~/form/form";
import { useText, words } from "~/text/text";
import { Strength } from "./strength";

const text = words({
  fresh: { ja: "新しいパスワード", en: "New password" },
  freshHelp: { ja: "15文字以上128文字まで。つながりのない言葉をいくつか並べると、覚えやすく推測されにくくなります。記号や大文字は必要ありません。", en: "15 to 128 characters. A few words that have nothing to do with each other are easy to keep and hard to guess; no symbols or capitals are needed." },
  repeated: { ja: "もう一度入力", en: "Once more" },
  short: { ja: "15文字以上にしてください。", en: "At least 15 characters." },
  long: { ja: "128文字までにしてください。", en: "At most 128 characters." },
  differs: { ja: "2つの入力が一致しません。", en: "The two entries differ." },
});

const SHORTEST = 15;
const LONGEST = 128;

export interface NewPassword {
  new_password: string;
  repeated: string;
}

/** `known`: what anybody may know of whoever enters it. */
export function NewPasswordFields({ known }: { known: string[] }) {
  const t = useText(text);
  const { control, getValues } = useFormContext<NewPassword>();
  const entered = useWatch({ control, name: "new_password" });
  const checkLength = (password: string) => {
    const length = [...password].length;
    return length < SHORTEST ? t("short") : length > LONGEST ? t("long") : undefined;
  };
  // As they were typed: a space at the end counts.
  const checkSame = () => (getValues("repeated") === getValues("new_password") ? undefined : t("differs"));
  return (
    <>
      <div>
        <TextField name="new_password" label={t("fresh")} help={t("freshHelp")} type="password" autoComplete="new-password" required check={checkLength} />
        <Strength password={entered} known={known} />
      </div>
      <TextField name="repeated" label={t("repeated")} type="password" autoComplete="new-password" required check={checkSame} />
    </>
  );
}
