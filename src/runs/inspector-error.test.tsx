// @vitest-environment happy-dom
/** Errors of a step and its attempts, by role and name: causes, stacks, what changed, and errors it got over. */
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { Payload } from "../contract/payload.ts";
import { readSteps } from "../contract/read-steps.ts";
import type { Step } from "../contract/step.ts";
import { InspectorAttempts } from "./inspector-attempts.tsx";
import { InspectorError } from "./inspector-error.tsx";

const HTTP = {
  type: "HttpError 502",
  message: "upstream down",
  code: 502,
  stack: "HttpError 502\n  at pay (/app/pay.js:1:1)\n  at fetch (/app/node_modules/u/i.js:1:1)",
};
const attempt = (n: number, error?: object) => ({
  attempt: n,
  status: error ? "failed" : "completed",
  startedAt: new Date(Date.UTC(2026, 5, 12, 9, n)).toISOString(),
  endedAt: new Date(Date.UTC(2026, 5, 12, 9, n, 14)).toISOString(),
  ...(error && { error }),
});

function stepOf(node: object): Step {
  const [step] = readSteps(new Payload(JSON.stringify([{ id: "pay", name: "Pay", ...node }])));
  if (!step) throw new Error("There is one step");
  return step;
}

afterEach(cleanup);

describe("an error", () => {
  it("shows its causes outermost first, own frames before those of libraries, and what else it says", () => {
    render(
      <InspectorError
        step={stepOf({ status: "failed", error: { type: "ActivityError", message: "gave up", cause: HTTP } })}
      />,
    );
    const chain = screen.getByRole("region", { name: "Cause chain" });
    expect(
      within(chain)
        .getAllByRole("listitem")
        .map((one) => one.textContent),
    ).toEqual(["ActivityErrorgave up", expect.stringMatching(/^caused by · root causeHttpError 502upstream down/)]);
    const stack = within(chain).getByRole("group", { name: "Stack" });
    expect(stack.textContent).not.toContain("node_modules");
    fireEvent.click(within(stack).getByRole("button", { name: "1 frame of libraries" }));
    expect(stack.textContent).toContain("node_modules/u/i.js");
    fireEvent.click(within(chain).getByRole("button", { name: "Other fields · code" }));
    expect(chain.textContent).toContain("502");
    fireEvent.click(within(chain).getByRole("button", { name: "Stack" }));
    expect(within(chain).queryByRole("group", { name: "Stack" })).toBeNull();
  });

  it("of a thousand causes shows the first and the root, and the others when asked", () => {
    let error: object = { type: "Root", message: "bottom" };
    for (let i = 0; i < 60; i++) error = { type: `Cause${i}`, message: "x", cause: error };
    render(<InspectorError step={stepOf({ status: "failed", error })} />);
    expect(screen.getAllByRole("listitem")).toHaveLength(20);
    expect(screen.getByText("Root")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "41 more causes between" }));
    expect(screen.getAllByRole("listitem")).toHaveLength(61);
  });

  it("of a step that succeeded later is still there, as an earlier one", () => {
    render(<InspectorError step={stepOf({ status: "completed", attempts: [attempt(1, HTTP), attempt(2)] })} />);
    expect(screen.getByText(/An earlier attempt failed with this; the step succeeded afterwards/)).toBeTruthy();
    expect(screen.getByRole("region", { name: "Cause chain" }).textContent).toContain("HttpError 502");
  });

  it("that nobody sent is said to be missing", () => {
    const { rerender } = render(<InspectorError step={stepOf({ status: "failed" })} />);
    expect(screen.getByText("The step failed, but the answer holds no error.")).toBeTruthy();
    rerender(<InspectorError step={stepOf({ status: "completed" })} />);
    expect(screen.getByText("No error.")).toBeTruthy();
  });
});

describe("attempts", () => {
  it("say how each went, what changed, and open their own error", () => {
    const attempts = [attempt(1, HTTP), attempt(2, { ...HTTP, type: "HttpError 504" }), attempt(3)];
    render(<InspectorAttempts step={stepOf({ status: "completed", attempts })} />);
    const [first, second, third] = screen.getAllByRole("listitem");
    expect(first?.textContent).toContain("Attempt 1HttpError 502 after 14.0 s");
    expect(second?.textContent).toContain("HttpError 502 → 504 · waited 46.0 s");
    expect(third?.textContent).toContain("Completed after 14.0 s");
    expect(screen.queryByRole("region")).toBeNull();
    const opener = screen.getByRole("button", { name: "Error of attempt 2: HttpError 504 after 14.0 s" });
    fireEvent.click(opener);
    expect(opener.getAttribute("aria-expanded")).toBe("true");
    expect(screen.getByRole("region", { name: "Error of attempt 2" }).textContent).toContain("upstream down");
  });

  it("of a step that was tried for days show the last, and all when asked", () => {
    const attempts = Array.from({ length: 120 }, (_, i) => attempt(i + 1, HTTP));
    render(<InspectorAttempts step={stepOf({ status: "failed", attempts })} />);
    expect(screen.getAllByRole("listitem")).toHaveLength(50);
    expect(screen.getByText("Attempt 120")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Show 70 earlier attempts" }));
    expect(screen.getAllByRole("listitem")).toHaveLength(120);
  });

  it("that the answer does not list are counted as far as it says", () => {
    const { rerender } = render(<InspectorAttempts step={stepOf({ status: "running", attempt: 3 })} />);
    expect(screen.getByText("Attempt 3; the answer lists no earlier ones.")).toBeTruthy();
    rerender(<InspectorAttempts step={stepOf({ status: "running" })} />);
    expect(screen.getByText("The answer does not say how many attempts there were.")).toBeTruthy();
  });
});
