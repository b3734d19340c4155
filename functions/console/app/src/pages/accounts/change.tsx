// Changing an account's name, roles and approval limit.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Base, Stack } from "smarthr-ui";
import { useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { useNavigate, useParams } from "react-router";
import { api, versioned } from "~/api/client";
import { asProblem } from "~/api/problem";
import { type Difference, Overtaken } from "~/form/overtaken";
import { Form } from "~/form/form";
import { ME } from "~/session/me";
import { roleNames } from "~/session/role-names";
import { Failure } from "~/show/failure";
import { useTell } from "~/show/notice";
import { Page } from "~/show/page";
import { WaitingRows } from "~/show/waiting";
import { useFormat } from "~/text/format";
import { useText, words } from "~/text/text";
import { AccountFields, type Entered, sent } from "./fields";
import { ACCOUNTS, type AccountView, accountKey } from "./known";

const text = words({
  title: { ja: "アカウントの変更", en: "Change an account" },
  name: { ja: "氏名", en: "Name" },
  roles: { ja: "権限", en: "Roles" },
  limit: { ja: "承認限度額", en: "Approval limit" },
  none: { ja: "なし", en: "None" },
  done: { ja: "{name}さんのアカウントを変更しました。", en: "The account of {name} has been changed." },
});

type Sent = ReturnType<typeof sent>;
interface Read {
  data: AccountView;
  version: string | undefined;
}

const entered = (account: AccountView): Entered => ({
  name: account.name,
  roles: account.roles,
  approval_limit_yen: account.approval_limit_yen?.toString() ?? "",
});

const show = (id: string) => versioned(api.GET("/api/accounts/{id}", { params: { path: { id } } }));

const update = (id: string, body: Sent, version: string | undefined) =>
  versioned(api.PUT("/api/accounts/{id}", { params: { path: { id }, header: version ? { "If-Match": version } : {} }, body }));

export function ChangeAccount() {
  const t = useText(text);
  const { id = "" } = useParams();
  // As it was when the form was opened: what is entered is held against it.
  const opened = useQuery({ queryKey: [...accountKey(id), "change"], queryFn: () => show(id), staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false });
  const above = { to: `/accounts/${id}`, name: opened.data?.data.name ?? "" };
  return (
    <Page title={t("title")} above={above}>
      {opened.isPending && <WaitingRows />}
      {opened.isError && <Failure error={opened.error} retry={() => void opened.refetch()} />}
      {opened.data && <ChangeForm opened={opened.data} />}
    </Page>
  );
}

function ChangeForm({ opened }: { opened: Read }) {
  const t = useText(text);
  const tell = useTell();
  const navigate = useNavigate();
  const known = useQueryClient();
  const base = useRef(opened);
  const [overtaking, setOvertaking] = useState<Read>();
  const differences = useDifferences();
  const form = useForm<Entered>({ mode: "onTouched", defaultValues: entered(opened.data) });
  const id = opened.data.id;
  const renew = () => Promise.all([known.invalidateQueries({ queryKey: ACCOUNTS }), known.invalidateQueries({ queryKey: ME })]);
  const restore = async (before: AccountView, version: string | undefined) => {
    await update(id, sent(entered(before)), version).catch((failed: unknown) => tell({ kind: "error", said: asProblem(failed).message }));
    await renew();
  };
  const send = async (values: Entered) => {
    const over = base.current;
    setOvertaking(undefined);
    try {
      const changed = await update(id, sent(values), over.version);
      tell({ kind: "success", said: t("done", { name: changed.data.name }), undo: () => void restore(over.data, changed.version) });
    } catch (failed) {
      if (!asProblem(failed).isStale) throw failed;
      return setOvertaking(await show(id));
    }
    await renew();
    return navigate(`/accounts/${id}`);
  };
  const take = (now: Read) => {
    base.current = now;
    form.reset(entered(now.data));
    setOvertaking(undefined);
  };
  return (
    <Base padding={1.5} className="narrow">
      <Stack gap={1.5}>
        <Form form={form} send={send} cancel={() => void navigate(`/accounts/${id}`)}>
          <AccountFields />
          {overtaking && (
            <Overtaken fields={differences(overtaking.data, form.getValues())} keep={() => (base.current = overtaking)} take={() => take(overtaking)} />
          )}
        </Form>
      </Stack>
    </Base>
  );
}

function useDifferences() {
  const t = useText(text);
  const role = useText(roleNames);
  const { yen } = useFormat();
  return (now: AccountView, values: Entered): Difference[] => {
    const mine = sent(values);
    const limit = (found: number | null | undefined) => (found == null ? t("none") : yen(found));
    const roles = (held: AccountView["roles"]) => [...held].sort().map((one) => role(one)).join("、");
    return [
      { field: t("name"), now: now.name, entered: mine.name },
      { field: t("roles"), now: roles(now.roles), entered: roles(mine.roles) },
      { field: t("limit"), now: limit(now.approval_limit_yen), entered: limit(mine.approval_limit_yen) },
    ];
  };
}
