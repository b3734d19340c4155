// The organization's client certificates.
import { answer, api } from "~/api/client";
import { useRecords } from "~/list/records";
import type { CertificateView } from "~/certificate/standing";

/** Under which certificates are kept among the answers. */
export const CERTIFICATES = ["certificates"] as const;

const PAGE = 100;

/** Certificates, all or those in a state of the API. */
export const useCertificates = (state: CertificateView["state"] | undefined) =>
  useRecords<CertificateView>([...CERTIFICATES, state ?? "all"], (cursor) =>
    answer(api.GET("/api/certificates", { params: { query: { limit: PAGE, ...(cursor ? { cursor } : {}), ...(state ? { state } : {}) } } })),
  );
