// Changing an account's name, roles and approval limit.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Base } from "smarthr-ui";
import { useNavigate, useParams } from "react-router";
import { api, versioned } from "~/api/client";
import { asProblem } from "~/api/problem";
import { Conflict, useEditing } from "~/form/editing";
import { Form } from "~/form/form";
import { ME, useMay } from "~/session/me";
import type { Role } from "~/session/role";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { OnlyPage } from "~/show/only";
import { useFormat } from "~/text/format";
import { roles, useName } from "~/text/names";
import { useText, words } from "~/text/text";
import { AccountFields, type Entered, sent } from "./fields";
import { ACCOUNTS, type AccountView, accountKey } from "./known";

const text = words({
  title: { ja: "アカウントの変更", en: "Change an account" },
  name: { ja: "氏名", en: "Name" },
  roles: { ja: "権限", en: "Roles" },
  rolesHelp: { ja: "変更は、その人の次の操作から効きます。", en: "A change holds from the account's next request on." },
  approval_limit_yen: { ja: "承認限度額", en: "Approval limit" },
  done: { ja: "{name}さんのアカウントを変更しました。", en: "The account of {name} has been changed." },
});

interface Read {
  data: AccountView;
  version: string | undefined;
}

const entered = (account: AccountView): Entered => ({
  name: account.name,
  roles: account.roles,
  approval_limit_yen: account.approval_limit_yen?.toString() ?? "",
});

const show = (id: string): Promise<Read> => versioned(api.GET("/api/accounts/{id}", { params: { path: { id } } }));

const update = (id: string, values: Entered, header: { "If-Match"?: string }): Promise<Read> =>
  versioned(api.PUT("/api/accounts/{id}", { params: { path: { id }, header }, body: sent(values) }));

export function ChangeAccount() {
  const t = useText(text);
  const may = useMay();
  const { id = "" } = useParams();
  // As it was when the form was opened: what is entered is held against it.
  const opened = useQuery({ queryKey: [...accountKey(id), "change"], queryFn: () => show(id), enabled: may("administrator"), staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false });
  return (
    <OnlyPage role="administrator" title={t("title")} above={{ to: `/accounts/${id}`, name: opened.data?.data.name ?? "" }}>
      <Loaded found={opened}>{(found) => <ChangeForm opened={found} />}</Loaded>
    </OnlyPage>
  );
}

function ChangeForm({ opened }: { opened: Read }) {
  const t = useText(text);
  const name = useName();
  const { several } = useFormat();
  const tell = useTell();
  const navigate = useNavigate();
  const known = useQueryClient();
  const id = opened.data.id;
  const editing = useEditing(opened, entered, () => show(id));
  const renew = () => Promise.all([known.invalidateQueries({ queryKey: ACCOUNTS, refetchType: "all" }), known.invalidateQueries({ queryKey: ME })]);
  const restore = async (version: string | undefined) => {
    const header = version ? { "If-Match": version } : {};
    await update(id, entered(opened.data), header).catch((failed: unknown) => tell({ kind: "error", said: asProblem(failed).message }));
    await renew();
  };
  const write = async (values: Entered, header: { "If-Match"?: string }) => {
    const changed = await update(id, values, header);
    // Not over what somebody else did meanwhile.
    const undo = editing.differing ? undefined : () => void restore(changed.version);
    tell({ kind: "success", said: t("done", { name: changed.data.name }), undo });
    await navigate(`/accounts/${id}`);
    await renew();
  };
  const shown = (path: string, value: unknown) => (path === "roles" ? several((value as Role[]).map((role) => name(roles, role))) : undefined);
  return (
    <Base padding={1.5} className="narrow">
      <Form form={editing.form} send={editing.send(write)} cancel={() => void navigate(`/accounts/${id}`)}>
        <AccountFields rolesHelp={t("rolesHelp")} />
        <Conflict editing={editing} nameOf={(path) => t(path as keyof typeof text)} show={shown} />
      </Form>
    </Base>
  );
}
