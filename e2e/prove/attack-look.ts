/** Runs in the page: opens every view of a run that carries an attack and reports what should not be there. */

export interface Look {
  /** Of the run; its page says `Attack <id>` once it is shown. */
  readonly id: string;
  /** Must stand in the summary letter by letter; undefined where marks stand between. */
  readonly words: string | undefined;
}

/** Elements an agent's text may become, marks and Markdown included. */
const OWN = "bdi span a strong em del code pre p br hr h4 h5 h6 ul ol li blockquote table thead tbody tr th td div";
/** What the page itself is made of besides. */
const PAGE =
  "html head body title meta link script header main nav section aside footer h1 h2 h3 button input label select option textarea dialog details summary dl dt dd svg path circle rect line polyline polygon g defs pattern text tspan clippath time small kbd output colgroup col caption b i progress";

/** One line per finding; none is what is wanted. */
export async function lookAt({ looks, own, page }: { looks: readonly Look[]; own: string; page: string }) {
  const findings: string[] = [];
  let shown = 0;
  const names = new Set([...own.split(" "), ...page.split(" ")]);
  const ownNames = new Set(own.split(" "));
  // A task after those the page has queued; a frame of the screen would take longer and show nothing more.
  const frame = () => new Promise<void>((resolve) => setTimeout(resolve));
  const within = async (ms: number, isTrue: () => boolean) => {
    for (const until = performance.now() + ms; performance.now() < until; await frame()) if (isTrue()) return true;
    return isTrue();
  };
  const all = <E extends Element = HTMLElement>(selector: string) => [...document.querySelectorAll<E>(selector)];
  const go = (address: string) => {
    history.pushState(null, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
  };
  const press = (selector: string, fits: RegExp, most = 20) =>
    all(selector)
      .filter((one) => fits.test(one.getAttribute("aria-label") ?? one.textContent ?? ""))
      .slice(0, most)
      .forEach((one) => one.click());
  // Pressed until it shows: what is still being read has no views yet.
  const isRaw = (place: string) => {
    press(`${place} [role=radio][aria-checked=false]`, /^Raw$/);
    return all(`${place} pre[aria-label$=', raw']`).length > 0;
  };
  const TABS = ["input", "output", "error", "attempts", "raw"];
  const scripts = document.scripts.length;

  const judge = (where: string) => {
    for (const element of document.querySelectorAll("*")) {
      const name = element.localName.toLowerCase();
      const say = (what: string) => findings.push(`${where}: ${name} ${what}`.slice(0, 200));
      if (!names.has(name)) say("is no element of the page");
      for (const attribute of element.getAttributeNames()) {
        const value = element.getAttribute(attribute) ?? "";
        if (/^on/i.test(attribute)) say(`has ${attribute}`);
        if (["src", "srcset", "action", "formaction", "srcdoc", "ping", "background", "data"].includes(attribute))
          if (name !== "script") say(`has ${attribute}`);
        if (/^(?:id|class|name)$/.test(attribute) && /pwned|canary|evil/.test(value)) say(`took ${attribute}`);
        if (attribute === "style" && /url\(|fixed|z-index/.test(value)) say(`has a style ${value}`);
      }
      if (element instanceof HTMLAnchorElement) {
        const isWritten = element.rel.includes("nofollow");
        if (isWritten ? !/^(?:https?|mailto):$/.test(element.protocol) : element.origin !== location.origin)
          say(`leads to ${element.href}`);
        if (isWritten && (element.rel !== "noopener noreferrer nofollow" || element.target !== "_blank"))
          say("opens with rights");
      }
    }
    if (document.scripts.length !== scripts) findings.push(`${where}: a script came in`);
    for (const region of all("[data-written], pre, [aria-label='Exact text']"))
      for (const inner of region.querySelectorAll("*"))
        if (!ownNames.has(inner.localName)) findings.push(`${where}: ${inner.localName} within a region`);
  };

  for (const { id, words } of looks) {
    go(id);
    if (!(await within(10_000, () => document.querySelector("h1")?.textContent === `Attack ${id}`))) {
      findings.push(`${id}: not shown`);
      continue;
    }
    const summary = () => document.querySelector("section[aria-label=Summary]")?.textContent ?? "";
    if (words !== undefined && (await within(10_000, () => summary().includes(words)))) shown++;
    else if (words !== undefined) findings.push(`${id}: the summary is another text`);
    judge(`${id} at first`);
    all("details:not([open]) > summary").forEach((one) => one.click());
    await frame();
    press("button[aria-pressed=false]", /Markdown/);
    press("[role=treeitem][aria-expanded=false]", /./);
    const isRead = (button: Element) =>
      button.closest("section")?.querySelector("[data-written] [role=group], pre") !== null;
    if (!(await within(10_000, () => all("button[aria-pressed=true]").every(isRead))))
      findings.push(`${id}: no Markdown`);
    judge(`${id} opened`);
    if (!(await within(10_000, () => isRaw("main")))) findings.push(`${id}: no raw text`);
    judge(`${id} raw`);
    for (const tab of TABS) {
      go(`${id}?step=step&tab=${tab}`);
      const picked = () => document.querySelector("aside [role=tab][aria-selected=true]")?.textContent?.toLowerCase();
      if (!(await within(10_000, () => picked()?.startsWith(tab) ?? false))) findings.push(`${id}: no tab ${tab}`);
      press("aside [role=treeitem][aria-expanded=false]", /./);
      await frame();
      judge(`${id} ${tab}`);
      if (tab !== "input") continue;
      if (!(await within(10_000, () => isRaw("aside")))) findings.push(`${id}: no raw input`);
      judge(`${id} ${tab} raw`);
    }
  }
  return { findings: [...new Set(findings)], shown };
}

export const NAMES = { own: OWN, page: PAGE };
