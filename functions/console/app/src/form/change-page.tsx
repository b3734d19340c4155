// The page that changes a record: read once, written with its version, and back to the record's own page.
//
//   <ChangePage collection="animals" said={{ title, above, done }} found={useAnimal(id)} entered={…} read={readAnimal} write={…}>
//     <AnimalFields />
import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { FieldValues } from "react-hook-form";
import { useNavigate, useParams } from "react-router";
import type { Role } from "~/session/role";
import { Loaded } from "~/show/loaded";
import { useTell } from "~/show/notice";
import { Only } from "~/show/only";
import { Page } from "~/show/page";
import { Conflict, type Found, useEditing } from "./editing";
import { Form } from "./form";

interface Props<R, V extends FieldValues> {
  /** Where such records are listed, and the key that what is kept of them begins with. */
  collection: string;
  said: { title: string; above: string; done: string };
  role?: Role;
  found: UseQueryResult<Found<R>>;
  /** The values of the form. */
  entered: (record: R) => V;
  /** Reads the record anew, where somebody else changed it first. */
  read: (id: string) => Promise<Found<R>>;
  write: (values: V, ifMatch: { "If-Match"?: string }) => Promise<unknown>;
  nameOf: (path: string) => string;
  show?: (path: string, value: unknown) => string | undefined;
  /** What is to be known before anything is changed. */
  about?: ReactNode;
  children: ReactNode;
}

export function ChangePage<R, V extends FieldValues>({ role = "clerk", about, ...props }: Props<R, V>) {
  const { collection, said, found } = props;
  const { id = "" } = useParams();
  return (
    <Page title={said.title} above={{ to: `/${collection}/${id}`, name: said.above }}>
      <Only role={role}>
        {about}
        <Loaded found={found}>{(opened) => <Change {...props} id={id} opened={opened} />}</Loaded>
      </Only>
    </Page>
  );
}

interface ChangeProps<R, V extends FieldValues> extends Omit<Props<R, V>, "found" | "role" | "about"> {
  id: string;
  opened: Found<R>;
}

function Change<R, V extends FieldValues>({ collection, said, id, opened, entered, read, write, nameOf, show, children }: ChangeProps<R, V>) {
  const navigate = useNavigate();
  const known = useQueryClient();
  const tell = useTell();
  const editing = useEditing(opened, entered, () => read(id));
  const leave = () => navigate(`/${collection}/${id}`);
  const send = editing.send(async (values, ifMatch) => {
    await write(values, ifMatch);
    await known.invalidateQueries({ queryKey: [collection] });
    tell({ kind: "success", said: said.done });
    await leave();
  });
  return (
    <Form form={editing.form} send={send} cancel={() => void leave()}>
      <Conflict editing={editing} nameOf={nameOf} {...(show && { show })} />
      {children}
    </Form>
  );
}
