/** Label over value, one line, hairlines between: the facts under a run's name. */
import type { ReactNode } from "react";

export function RunFacts({ children }: { children: ReactNode }) {
  return <dl className="mt-4 flex flex-wrap gap-y-3 text-13 max-[719px]:gap-x-6">{children}</dl>;
}

const APART =
  "min-[720px]:not-first:ml-5 min-[720px]:not-first:pl-5 min-[1440px]:not-first:ml-6 min-[1440px]:not-first:pl-6";

/** Room that is kept before the fact is known. */
const SIZES = { own: "", usual: "min-w-50 min-[720px]:min-w-55" };
type Size = keyof typeof SIZES;

export function RunFact(props: { label: ReactNode; size?: Size; children: ReactNode }) {
  const { label, size = "own", children } = props;
  return (
    <div className={`${APART} ${SIZES[size]} min-[720px]:not-first:border-l min-[720px]:not-first:border-line`}>
      <dt className="text-11 text-ink-3">{label}</dt>
      <dd className="whitespace-nowrap">{children}</dd>
    </div>
  );
}

/** The place of a fact that may come: nothing moves when it does. */
export function RunFactPlace({ size }: { size: Size }) {
  return <div aria-hidden="true" className={`${APART} ${SIZES[size]} h-9`} />;
}
