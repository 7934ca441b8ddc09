/** For tests: the activities of the foreign workflows, which fail as such activities do. */
import { ApplicationFailure } from "@temporalio/common";
import { activityInfo } from "@temporalio/activity";

export async function reserve({ amount }: { id: string; amount: number }): Promise<{ reserved: number }> {
  return { reserved: amount };
}

export async function charge(order: string, cents: number): Promise<string> {
  const { attempt } = activityInfo();
  if (attempt < 3) throw new Error(`The bank was busy (${attempt})`, { cause: new TypeError("no line") });
  return `${order}:${cents}`;
}

export async function notify(to: string): Promise<void> {
  throw ApplicationFailure.nonRetryable(`No mailbox ${to}`, "NoMailbox", { mailbox: to });
}

export async function trying(until: number): Promise<string> {
  if (Date.now() < until) throw new Error(`Too early, attempt ${activityInfo().attempt}`);
  return "at last";
}

export async function price(item: string): Promise<number> {
  return item.length;
}

export async function stock(_item: string): Promise<number> {
  if (activityInfo().attempt < 3) throw new Error("The shelf is far away");
  return 3;
}

export async function broken(): Promise<void> {
  throw ApplicationFailure.create({ type: "Broken", message: "It does not work" });
}
