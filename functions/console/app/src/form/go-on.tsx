// Entering in one flow: policyholder, animal, policy, claim. Whether one goes on is chosen beside the button.
import { Checkbox } from "smarthr-ui";
import { useState } from "react";

/** Whether one goes on with the next record. */
export function useGoOn(isAtFirst = true) {
  const [isOn, set] = useState(isAtFirst);
  return { isOn, set };
}

export function GoOn({ of, label }: { of: ReturnType<typeof useGoOn>; label: string }) {
  return (
    <Checkbox checked={of.isOn} onChange={(event) => of.set(event.target.checked)}>
      {label}
    </Checkbox>
  );
}
