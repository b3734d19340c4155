// What the API refuses of a claim, at the fields of the form.
import { asProblem, Problem } from "~/api/problem";
import { type EnteredLine, placeInForm } from "./values";

const LINE = /^lines\[(\d+)\](.*)$/;

/** The same refusal with its lines named as the form names them: the API never saw the blank ones. */
export function refusedInForm(error: unknown, lines: readonly EnteredLine[]): Problem {
  const problem = asProblem(error);
  const errors = problem.fields.map((field) => {
    const [, sent, rest = ""] = LINE.exec(field.field) ?? [];
    return sent === undefined ? field : { ...field, field: `lines.${placeInForm(lines, Number(sent))}${rest}` };
  });
  return new Problem(problem.status, { title: problem.message, code: problem.code, errors, ...(problem.requestId && { request_id: problem.requestId }) });
}
