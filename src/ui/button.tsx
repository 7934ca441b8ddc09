/** The one button. Heights 28, 32, 36; on phones every one can be hit within 44 px. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";

export type ButtonKind = "plain" | "primary" | "quiet";

const BASE =
  "relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control font-normal whitespace-nowrap transition-colors print:hidden disabled:opacity-50 aria-disabled:opacity-50 max-md:h-11";
const KINDS: Record<ButtonKind, string> = {
  plain: "border border-line-strong bg-surface text-ink enabled:hover:bg-sunken",
  primary: "border border-ink bg-ink font-semibold text-on-ink enabled:hover:bg-ink-2 enabled:hover:border-ink-2",
  quiet: "text-ink-2 enabled:hover:text-ink enabled:hover:bg-sunken",
};
const SIZES = { 28: "h-7 px-2.5 text-13", 32: "h-8 px-3 text-13", 36: "h-9 px-4 text-13" };

/** The look of a button for a link that acts as one. */
export function buttonClass(kind: ButtonKind = "plain", size: 28 | 32 | 36 = 28): string {
  return `${BASE} ${KINDS[kind]} ${SIZES[size]}`;
}

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "size"> {
  readonly kind?: ButtonKind;
  readonly size?: 28 | 32 | 36;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly children: ReactNode;
}

/** `type` is `button` unless said otherwise; `className` is added to the look. */
export function Button({ kind = "plain", size = 28, className = "", ...rest }: ButtonProps) {
  return <button type="button" {...rest} className={`${buttonClass(kind, size)} ${className}`} />;
}
