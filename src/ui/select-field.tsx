/** A choice among few words, label and value in one line: the browser's own select, so every keyboard and phone knows it. */
import { ChevronDown } from "./icons.tsx";

export function SelectField<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { readonly value: Value; readonly label: string }[];
  onPick: (value: Value) => void;
}) {
  const { label, value, options, onPick } = props;
  return (
    <label className="relative flex h-7 shrink-0 items-center rounded-control border border-control bg-surface pl-2.5 text-ink-3 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent max-md:h-[46px]">
      {label}
      <select
        value={value}
        onChange={(event) => {
          const picked = options.find((option) => option.value === event.target.value);
          if (picked) onPick(picked.value);
        }}
        className="field-sizing-content h-full appearance-none bg-transparent pr-7 pl-1.5 text-ink outline-none"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} className="bg-surface text-ink">
            {option.label}
          </option>
        ))}
      </select>
      <span className="pointer-events-none absolute right-2">
        <ChevronDown className="size-4 text-ink-2" />
      </span>
    </label>
  );
}
