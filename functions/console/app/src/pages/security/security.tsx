// ログインの方針: what the organization demands beside a password, with what a change would do before it is made.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Base, Stack, Text } from "smarthr-ui";
import { FormProvider, useForm } from "react-hook-form";
import { Link } from "react-router";
import { api, versioned } from "~/api/client";
import { asProblem } from "~/api/problem";
import { RadiosField } from "~/form/choices";
import { ConfirmButton } from "~/show/confirm";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { OnlyPage } from "~/show/only";
import { useText, words } from "~/text/text";
import type { Policy } from "./consequences";
import { ConsequenceList, useConsequences } from "./consequence-list";

const text = words({
  title: { ja: "ログインの方針", en: "Sign-in policy" },
  about: { ja: "ログインのとき、パスワードに加えて何を求めるかを決めます。変更は、全員の次の操作から効きます。", en: "What is asked for beside a password. A change holds for everybody from their next request on." },
  certificates: { ja: "クライアント証明書", en: "Client certificates" },
  not_needed: { ja: "不要", en: "Not needed" },
  not_neededAbout: { ja: "どの端末からでもログインできます。", en: "Everybody signs in from any machine." },
  needed: { ja: "必須", en: "Needed" },
  neededAbout: { ja: "組織の有効な証明書を入れた端末からだけログインできます。", en: "Only from machines with a valid certificate of the organization." },
  bound: { ja: "必須・本人限定", en: "Needed, one's own" },
  boundAbout: { ja: "本人に発行した証明書を入れた端末からだけログインできます。", en: "Only with a certificate that was issued to the account itself." },
  second_factor: { ja: "二要素認証", en: "Second factor" },
  optional: { ja: "任意", en: "Optional" },
  optionalAbout: { ja: "登録した人だけ、ログインのときに確認します。", en: "Asked of those who enrolled one." },
  required: { ja: "必須", en: "Required" },
  requiredAbout: { ja: "登録していない人は、登録するまでほかの操作ができません。", en: "Whoever has none may do nothing but enrol one." },
  change: { ja: "方針を変更", en: "Change the policy" },
  unchanged: { ja: "変更するところを選んでください。", en: "Nothing has been changed yet." },
  stopped: { ja: "自分がログインできなくなるため、変更できません。", en: "You would lock yourself out." },
  ask: { ja: "次の内容を確かめてから変更してください。", en: "Consider what follows from it." },
  done: { ja: "ログインの方針を変更しました。", en: "The sign-in policy has been changed." },
  see: { ja: "証明書の一覧", en: "Client certificates" },
});

const SECURITY = ["security"] as const;

interface Read {
  data: Policy;
  version: string | undefined;
}

async function show(): Promise<Read> {
  const { data, version } = await versioned(api.GET("/api/security"));
  return { data: { certificates: data.certificates ?? "not_needed", second_factor: data.second_factor ?? "optional" }, version };
}

const update = (body: Policy, version: string | undefined) => versioned(api.PUT("/api/security", { params: { header: version ? { "If-Match": version } : {} }, body }));

export function SignInPolicy() {
  const t = useText(text);
  return (
    <OnlyPage role="administrator" title={t("title")}>
      <Text>{t("about")}</Text>
      <CurrentPolicy />
    </OnlyPage>
  );
}

function CurrentPolicy() {
  const found = useQuery({ queryKey: SECURITY, queryFn: show });
  return <Loaded found={found}>{(policy) => <PolicyForm found={policy} />}</Loaded>;
}

function PolicyForm({ found: { data: before, version } }: { found: Read }) {
  const t = useText(text);
  // What somebody else changed meanwhile is taken where nothing was chosen here.
  const form = useForm<Policy>({ values: before, resetOptions: { keepDirtyValues: true } });
  const after = form.watch();
  const expected = useConsequences(before, after);
  const change = useChange(before, version, (policy) => form.reset(policy));
  const isUnchanged = before.certificates === after.certificates && before.second_factor === after.second_factor;
  const isStopped = expected.some(({ weight }) => weight === "stop");
  const choices = (values: readonly ("not_needed" | "needed" | "bound" | "optional" | "required")[]) => values.map((value) => ({ value, label: t(value), about: t(`${value}About`) }));
  return (
    <FormProvider {...form}>
      <Base padding={1.5} className="narrow">
        <Stack gap={1.5}>
          <RadiosField name="certificates" legend={t("certificates")} choices={choices(["not_needed", "needed", "bound"])} />
          <Link to="/certificates">{t("see")}</Link>
          <RadiosField name="second_factor" legend={t("second_factor")} choices={choices(["optional", "required"])} />
          <div aria-live="polite"><ConsequenceList expected={expected} /></div>
          <div>
            <ConfirmButton action={t("change")} title={t("change")} act={() => change(after, !expected.some(({ code }) => code === "enrol_self"))} variant="primary" disabledReason={isUnchanged ? t("unchanged") : isStopped ? t("stopped") : undefined}>
              <Text>{t("ask")}</Text>
              <ConsequenceList expected={expected} />
            </ConfirmButton>
          </div>
        </Stack>
      </Base>
    </FormProvider>
  );
}

// Changes the policy; undone where it should have been left as it was, unless one has to enrol a second factor before anything else.
function useChange(before: Policy, version: string | undefined, entered: (policy: Policy) => void) {
  const t = useText(text);
  const tell = useTell();
  const known = useQueryClient();
  const renew = () => known.invalidateQueries({ queryKey: SECURITY });
  const restore = async (changed: string | undefined) => {
    try {
      await update(before, changed);
      entered(before);
    } catch (failed) {
      tell({ kind: "error", said: asProblem(failed).message });
    }
    await renew();
  };
  return async (after: Policy, mayUndo: boolean) => {
    // Asked for anew at once: whoever has no second factor now is led to enrol one, and not only by the next thing they try.
    const changed = await update(after, version).finally(renew);
    tell({ kind: "success", said: t("done"), undo: mayUndo ? () => void restore(changed.version) : undefined });
    entered(after);
  };
}
