/** A modal dialog: the browser's own, so focus stays inside, Escape closes and the page behind is inert. */
import type { ReactNode } from "react";

/**
 * Open while mounted. Focus goes to the element with `data-autofocus`, else to the dialog itself, so that no button is
 * pressed by a key meant for the page. `onClose` is called on Escape; the opener gets the focus back.
 */
export function Dialog(props: { label: string; onClose: () => void; children: ReactNode; className?: string }) {
  const { label, onClose, children, className = "" } = props;
  return (
    <dialog
      ref={open}
      aria-label={label}
      tabIndex={-1}
      onCancel={(event) => {
        // React decides what is open; the browser closing it by itself would leave the two apart.
        event.preventDefault();
        if (event.target === event.currentTarget) onClose();
      }}
      className={`m-auto max-h-[calc(100dvh-32px)] w-[560px] max-w-[calc(100vw-32px)] overflow-auto rounded-dialog border border-line bg-surface text-ink shadow-dialog outline-none backdrop:bg-backdrop max-md:mb-4 ${className}`}
    >
      {children}
    </dialog>
  );
}

function open(dialog: HTMLDialogElement | null): (() => void) | undefined {
  if (!dialog) return undefined;
  const opener = document.activeElement;
  if (!dialog.open) dialog.showModal();
  (dialog.querySelector<HTMLElement>("[data-autofocus]") ?? dialog).focus();
  return () => {
    dialog.close();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  };
}
