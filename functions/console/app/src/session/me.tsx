// Who is signed in, and what they may do.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, lazy, type ReactNode, Suspense, use, useEffect } from "react";
import { Navigate, useLocation, useNavigate } from "react-router";
import { answer, api, onRefused, onSignedOut } from "~/api/client";
import { asProblem } from "~/api/problem";
import type { components } from "~/api/schema";
import { certificateRefusal } from "~/certificate/refusal";
import { Failure } from "~/show/failure";
import { Waiting } from "~/show/waiting";
import { type Role, holds } from "./role";
import { ENROLMENT, factorFrom, signInFrom } from "./way";
import { belongTo, watchWhose } from "./whose";

const CertificateStop = lazy(async () => ({ default: (await import("~/certificate/stop")).CertificateStop }));

export type Me = components["schemas"]["Me"];

const Signed = createContext<Me | undefined>(undefined);

/** Under which the account is kept among the answers. */
export const ME = ["me"] as const;

/** The account that is signed in; only below `SignedIn`. */
export function useMe(): Me {
  const me = use(Signed);
  if (!me) throw new Error("nobody is signed in here");
  return me;
}

/** `may("clerk")`: whether the account may do what asks for this role. */
export function useMay(): (role: Role) => boolean {
  const { roles } = useMe();
  return (role) => holds(roles, role);
}

/** Shows its children to whoever is signed in, and the way to sign in to everybody else. */
export function SignedIn({ children }: { children: ReactNode }) {
  const place = useLocation();
  const navigate = useNavigate();
  const known = useQueryClient();
  const me = useQuery({ queryKey: ME, queryFn: () => answer(api.GET("/api/me")), staleTime: 60_000 });
  useEffect(() => {
    onSignedOut(() => {
      // Whoever wasn't signed in at all is led to sign in below, and isn't told that something ended.
      if (!known.getQueryData(ME)) return;
      // Left first: what is cleared below a page would be asked for anew by it, and nobody would be told why they are led away.
      void Promise.resolve(navigate(signInFrom(window.location), { replace: true, state: { ended: true } })).then(() => known.clear());
    });
    onRefused((code) => {
      // The organization demands a second factor, and this session has none: to where one is enrolled, and back.
      if (code === "second_factor_needed" && window.location.pathname !== ENROLMENT) void navigate(ENROLMENT, { replace: true, state: factorFrom(window.location) });
      // Whether the certificate keeps one out wholly is said by asking who one is; not again where that is what was refused.
      const asked = known.getQueryState(ME);
      if (code.startsWith("certificate_") && asked?.status === "success" && asked.fetchStatus === "idle") void known.invalidateQueries({ queryKey: ME });
    });
  }, [known, navigate]);
  const account = me.data?.id;
  useEffect(() => {
    if (account) belongTo(account);
  }, [account]);
  useEffect(watchWhose, []);
  const refusal = me.isError ? certificateRefusal(asProblem(me.error)) : undefined;
  if (refusal) return <Suspense fallback={<Waiting />}><CertificateStop code={refusal} requestId={asProblem(me.error).requestId} /></Suspense>;
  if (me.data) return <Signed value={me.data}>{children}</Signed>;
  if (me.isPending) return <Waiting />;
  if (asProblem(me.error).status === 401) return <Navigate to={signInFrom(place)} replace />;
  return <Failure error={me.error} retry={() => void me.refetch()} />;
}
