/** The few signs beside status icons. Decoration only: what they do is said in words. */
import type { ReactNode } from "react";

function Icon({ children, className = "size-4" }: { children: ReactNode; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${className}`}
    >
      {children}
    </svg>
  );
}

export function ChevronRight({ className }: { className?: string }) {
  return (
    <Icon {...(className ? { className } : {})}>
      <path d="m6 4 4 4-4 4" />
    </Icon>
  );
}

export function ChevronDown({ className }: { className?: string }) {
  return (
    <Icon {...(className ? { className } : {})}>
      <path d="m4 6 4 4 4-4" />
    </Icon>
  );
}

export function CrossIcon() {
  return (
    <Icon>
      <path d="m4 4 8 8m0-8-8 8" />
    </Icon>
  );
}

export function SearchIcon() {
  return (
    <Icon>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3.5 3.5" />
    </Icon>
  );
}

export function DotsIcon() {
  return (
    <Icon>
      <g fill="currentColor" stroke="none">
        <circle cx="3" cy="8" r="1.3" />
        <circle cx="8" cy="8" r="1.3" />
        <circle cx="13" cy="8" r="1.3" />
      </g>
    </Icon>
  );
}
