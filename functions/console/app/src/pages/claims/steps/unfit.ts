import { Problem } from "~/api/problem";

/** That what was entered in a dialog can't be sent yet: said in the dialog as any refusal is. */
export class Unfit extends Problem {
  constructor(said: string) {
    super(422, { title: said, code: "not_sent" });
  }
}
