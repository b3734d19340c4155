// Who is signed in, and what they may do.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect } from "react";
import { Navigate, useLocation, useNavigate } from "react-router";
import { answer, api, onSignedOut } from "~/api/client";
import { asProblem } from "~/api/problem";
import type { components } from "~/api/schema";
import { Failure } from "~/show/failure";
import { Waiting } from "~/show/waiting";
import { type Role, holds } from "./role";
import { signInFrom } from "./way";

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
      const way = signInFrom(window.location);
      known.clear();
      void navigate(way, { replace: true, state: { ended: true } });
    });
  }, [known, navigate]);
  if (me.data) return <Signed value={me.data}>{children}</Signed>;
  if (me.isPending) return <Waiting />;
  if (asProblem(me.error).status === 401) return <Navigate to={signInFrom(place)} replace />;
  return <Failure error={me.error} retry={() => void me.refetch()} />;
}
