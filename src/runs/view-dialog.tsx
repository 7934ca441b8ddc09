/** Names the filters of a runs list, renames a saved view, or deletes it. */
import { type FormEvent, useId, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { NAME_MAX, nameFault, type SavedView } from "../api/saved-views.ts";

interface ViewDialogProps {
  /** Absent: a new one. */
  readonly current: SavedView | undefined;
  readonly others: readonly SavedView[];
  /** What its filters say. */
  readonly words: string;
  /** False when the browser keeps nothing. */
  readonly onSave: (name: string) => boolean;
  readonly onDelete: () => boolean;
  readonly onClose: () => void;
}

export function ViewDialog({ current, others, words, onSave, onDelete, onClose }: ViewDialogProps) {
  const id = useId();
  const [name, setName] = useState(current?.name ?? words.slice(0, NAME_MAX));
  const [trouble, setTrouble] = useState<string>();
  const title = current ? "Edit view" : "Save view";
  const finish = (isKept: boolean) =>
    isKept ? onClose() : setTrouble("This browser keeps nothing. The address says the same: bookmark it.");
  const save = (event: FormEvent) => {
    event.preventDefault();
    const fault = nameFault(name, others);
    if (fault === undefined) finish(onSave(name.trim()));
    else setTrouble(fault);
  };
  return (
    <Dialog label={title} onClose={onClose} className="max-w-[min(420px,calc(100vw-32px))]">
      <form onSubmit={save} className="p-6 max-md:p-4">
        <h2 className="text-15 font-semibold">{title}</h2>
        <p className="mt-1 text-ink-2">{words}</p>
        <label htmlFor={id} className="mt-4 block font-semibold">
          Name
        </label>
        <input
          id={id}
          data-autofocus
          value={name}
          autoComplete="off"
          aria-invalid={trouble !== undefined}
          aria-describedby={`${id}-note`}
          onChange={(event) => {
            setName(event.target.value);
            setTrouble(undefined);
          }}
          className="mt-2 block h-9 w-full rounded-control border border-control bg-canvas px-3 aria-invalid:border-fail max-md:h-11 max-md:text-[1rem]"
        />
        <p id={`${id}-note`} role="alert" className="mt-2 min-h-4 text-12 text-fail">
          {trouble}
        </p>
        <p className="text-12 text-ink-3">Kept in this browser, for the runs of every agent.</p>
        <div className="mt-5 flex gap-2">
          {current && (
            <Button size={36} onClick={() => finish(onDelete())}>
              Delete
            </Button>
          )}
          <span className="ml-auto flex gap-2">
            <Button size={36} onClick={onClose}>
              Cancel
            </Button>
            <Button kind="primary" size={36} type="submit">
              Save
            </Button>
          </span>
        </div>
      </form>
    </Dialog>
  );
}
