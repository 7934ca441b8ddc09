/** Addresses as an agent could write them, made from parts that browsers and people read differently. The same each time. */
const SCHEMES =
  "https:// http:// HTTPS:// hTTp:// mailto: javascript: JaVaScRiPt: data:text/html, vbscript: blob:https:// file:/// ftp:// // /\\ \\\\ https:\\\\ https:/ https: https:/// intent:// tel: about: wss:// java\u200bscript: view-source:https://".split(
    " ",
  );
const HOSTS =
  "good.example evil.invalid p\u0430ypal.invalid \u212airk.invalid \uff45vil.invalid good.example\u3002evil.invalid %65vil.invalid 0x7f.1 2130706433 127.0.0.1 [::1] localhost \u05d0\u05d1.invalid go\u200bod.invalid good.example@evil.invalid user:pass@evil.invalid a@good.example good.example\\@evil.invalid xn--pypal-4ve.invalid good.example.evil.invalid".split(
    " ",
  );
const PORTS = ["", "", "", ":443", ":80", ":8080", ":0", ":99999", ":x"];
const PATHS =
  "/ /a?b=c#d /https://good.example/ ?good.example #@good.example /%0aalert(1) /\u202egnp.exe /\u05d0/1 /a(b) /a). /'\"onclick=1 /<b> /\\.. /\ud800 /a\u00adb /x_*~ :alert(1) //evil.invalid /\u4f60\u3002".split(
    " ",
  );

/** Mulberry32: a number from 0 to 1 for each call, the same row for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** So many different ones. */
export function oddAddresses(count: number): readonly string[] {
  const next = numbers(30);
  const pick = (from: readonly string[]) => from[Math.floor(next() * from.length)] ?? "";
  const made = new Set<string>();
  while (made.size < count) {
    const tail = next() < 0.3 ? Math.floor(next() * 1e6).toString(36) : "";
    made.add(pick(next() < 0.5 ? SCHEMES.slice(0, 5) : SCHEMES) + pick(HOSTS) + pick(PORTS) + pick(PATHS) + tail);
  }
  return [...made];
}
