/** Every key of the page on screen. */
import { Fragment } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { KeyHint } from "../ui/key-hint.tsx";
import { useLocation } from "../ui/router.tsx";
import { useSingleKeys } from "../ui/single-keys.ts";
import { keysOf } from "./page-keys.ts";

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const { pathname } = useLocation();
  const areSingleOn = useSingleKeys();
  return (
    <Dialog label="Keys" onClose={onClose}>
      <div className="flex items-center justify-between gap-4 px-6 pt-5 max-md:px-4">
        <h2 className="text-15 font-semibold">Keys</h2>
        <Button kind="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
      <div className="px-6 pb-6 max-md:px-4">
        {keysOf(pathname, areSingleOn).map(({ title, lines }) => (
          <section key={title} aria-label={title}>
            <h3 className="mt-4 mb-1 text-12 text-ink-3">{title}</h3>
            <dl className="grid grid-cols-[112px_minmax(0,1fr)] border-t border-line">
              {lines.map(({ keys, does }) => (
                <Fragment key={`${keys.join()}${does}`}>
                  <dt className="flex items-center gap-1.5 border-b border-line py-1.5">
                    {keys.map((name) => (
                      <KeyHint key={name} name={name} />
                    ))}
                  </dt>
                  <dd className="border-b border-line py-1.5 text-13 text-ink">{does}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
        <p className="mt-4 text-12 text-ink-3">
          {areSingleOn
            ? "Letters do nothing while you type in a field, and no key decides on an approval by itself. Single keys can be turned off in the settings."
            : "Single keys are off in the settings: no letter or sign alone does anything but where the focus is, and no key decides on an approval by itself."}
        </p>
      </div>
    </Dialog>
  );
}
