/** Steps are found by key in the list that is asked, also where the places were learnt from another list. */
import { expect, it } from "vitest";
import type { Step } from "./step.ts";
import { keepPlaces, stepsByKey } from "./steps-by-key.ts";

const step = (key: string, title = key) => ({ key, title }) as Step;

it("finds each step by its key, and nothing by any other", () => {
  const steps = [step("a"), step("__proto__"), step("b")];
  expect(steps.map(({ key }) => stepsByKey(steps).get(key))).toEqual(steps);
  expect(stepsByKey(steps).placeOf("b")).toBe(2);
  expect(stepsByKey(steps).get("c")).toBeUndefined();
  expect(stepsByKey(steps)).toBe(stepsByKey(steps));
});

it("answers with the steps of the list it is asked about", () => {
  const [before, after] = [
    [step("a"), step("b")],
    [step("a"), step("b", "B")],
  ];
  keepPlaces(before, after);
  expect(stepsByKey(after).get("b")?.title).toBe("B");
  expect(stepsByKey(before).get("b")?.title).toBe("b");
});
