// What the API answers when it refuses (RFC 9457), and what happens before it could.

/** A refused field: its name, a stable code, and words in the caller's language. */
export interface FieldProblem {
  field: string;
  code: string;
  allowed?: string | null;
  message?: string;
}

/** A refusal, or a call that never got an answer (`status` 0). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly fields: FieldProblem[];

  constructor(status: number, body: Partial<{ title: string; code: string; request_id: string; errors: FieldProblem[] }>) {
    super(body.title ?? "");
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? (status === 0 ? "network_unreachable" : "internal_error");
    this.requestId = body.request_id;
    this.fields = body.errors ?? [];
  }

  /** Whether trying again later may help. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Whether somebody else changed the record meanwhile. */
  get isStale(): boolean {
    return this.status === 412 || this.code === "record_changed";
  }
}

// What browsers say of a page's file that didn't come.
const isUnreachable = (error: unknown): boolean => error instanceof TypeError && /^(failed to fetch|load failed|networkerror|error loading|importing a module)/i.test(error.message);

/** Whatever was thrown, as a problem: a fault of the page itself is no fault of the network. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return isUnreachable(error) ? new Problem(0, {}) : new Problem(500, { code: "page_failed" });
}
