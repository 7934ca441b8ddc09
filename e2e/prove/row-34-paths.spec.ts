/** Row 34, our own half: an address means exactly the run it names or nothing, no answer leads elsewhere, no file outside the page is served. */
import { expect } from "@playwright/test";
import { parseRunId, pathSegment } from "../../src/contract/run-id.ts";
import { test } from "../server.ts";
import { figure } from "./figure.ts";
import { createRandom, type Received, send } from "./fuzz.ts";

/** Ten thousand go on to the Modus API in the other half; what differs here is found among fewer. */
const IDS = 4_000;
const AT_ONCE = 32;
const PIECES = [
  ...[
    "..",
    ".",
    "/",
    "\\",
    "%2e",
    "%2f",
    "%5c",
    "%00",
    "%",
    ";",
    "?",
    "#",
    ":",
    "@",
    "&",
    "=",
    "+",
    " ",
    "~",
    "*",
    "'",
    "\u0000",
    "\n",
  ],
  ...[
    "wf_57_run_",
    "1",
    "57",
    "a",
    "Z",
    "ü",
    "€",
    "\u202e",
    "😀",
    "etc",
    "passwd",
    "11111111-2222-4333-8444-555555555555",
  ],
];

test("row 34: Paths and redirects hold: ids", async ({ server }, info) => {
  test.setTimeout(120_000);
  const port = Number(new URL(server.url).port);
  const { below, pick } = createRandom(34);
  const { workflowId, temporalRunId } = await server.startRun(57);
  const answerOf = async (segment: string): Promise<Received> =>
    send(port, { method: "GET", path: `/api/v1/agents/57/runs/${segment}?maxFieldBytes=0`, headers: {} });
  /** The same id as other senders write it: any letter may be percent-encoded, in either case of hex. */
  const respelled = (id: string): string =>
    [...id].map((letter) => (below(3) > 0 ? pathSegment(letter) : hex(letter, below(2) === 0))).join("");
  const random = (): string => Array.from({ length: 1 + below(8) }, () => pick(PIECES)).join("");
  const seen = { exact: 0, missing: 0, refused: 0 };
  const wrong: string[] = [];
  const check = async (): Promise<void> => {
    const kind = below(3);
    const own = below(2) === 0 ? workflowId : `${workflowId}:${temporalRunId}`;
    const at = below(own.length);
    const id = kind === 0 ? own : kind === 1 ? random() : own.slice(0, at) + pick(PIECES) + own.slice(at + below(2));
    if (!id.isWellFormed() || id === "." || id === "..") return;
    const { status, body } = await answerOf(kind === 0 ? respelled(id) : pathSegment(id));
    const meant = parseRunId(id);
    const isOwn = meant?.workflowId === workflowId && (meant.temporalRunId ?? temporalRunId) === temporalRunId;
    if (status === 200) {
      seen.exact++;
      if (!isOwn && (JSON.parse(body) as { workflowId: string }).workflowId !== meant?.workflowId)
        wrong.push(`${id}: another run`);
    } else if (status === 404) {
      seen.missing++;
      if (isOwn || !meant) wrong.push(`${id}: 404`);
    } else {
      seen.refused++;
      if (status !== 400 || meant) wrong.push(`${id}: ${status}`);
    }
  };
  let left = IDS;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await check();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  figure(
    info,
    `${IDS} ids: ${seen.exact} the run they name, ${seen.missing} not there, ${seen.refused} 400, ${wrong.length} wrong`,
  );
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(Math.min(seen.exact, seen.missing, seen.refused)).toBeGreaterThan(300);
});

function hex(letter: string, isUpper: boolean): string {
  const text = [...Buffer.from(letter)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  return isUpper ? text.toUpperCase() : text;
}

const ELSEWHERE = [
  ...[
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "/\\/evil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
  ],
  ...[
    "/%09/evil.example",
    "/%0d%0alocation:%20https://evil.example",
    "/.evil.example",
    "/@evil.example",
    "/;//evil.example",
  ],
  ...[
    "/agents/..//evil.example",
    "/agents/%2e%2e//evil.example",
    "/agents//evil.example",
    "/agents/",
    "/agents//",
    "/api",
  ],
  ...["/?to=//evil.example", "/?next=https://evil.example", "/?url=https:evil.example", "/?redirect=/\\evil.example"],
  ...[
    "/agents?to=javascript:alert(1)",
    "/r?link=https://evil.example",
    "/r?link=//evil.example",
    "/r?link=javascript:1",
  ],
  ...["/index.html/..//evil.example", "/assets//evil.example", "/assets/..//evil.example", "/https://evil.example"],
  ...[
    "/https:/evil.example",
    "/evil.example",
    "/evil.example/",
    "/evil.example//",
    "/%00//evil.example",
    "/%c0%af/evil.example",
  ],
  ...[
    "/auth/oidc/start?to=//evil.example",
    "/auth/oidc/start?to=https://evil.example",
    "/auth/oidc/start?to=/%5cevil.example",
  ],
  ...[
    "/auth/oidc/callback?state=https://evil.example",
    "/api/v1/session?to=//evil.example",
    "/api/v1/agents/?to=//evil.example",
  ],
];

test("row 34: Paths and redirects hold: redirects", async ({ server }, info) => {
  const port = Number(new URL(server.url).port);
  const led: string[] = [];
  for (const path of ELSEWHERE) {
    for (const method of ["GET", "HEAD", "POST"]) {
      const { status, headers } = await send(port, { method, path, headers: {} });
      const to = headers["location"];
      const isOwn = to === undefined || new URL(to, server.url).origin === server.url;
      if (!isOwn || headers["refresh"] !== undefined || status === 500) led.push(`${method} ${path}: ${status} ${to}`);
    }
  }
  figure(info, `${ELSEWHERE.length} addresses that ask for another site, ${led.length} lead there`);
  expect(ELSEWHERE.length).toBeGreaterThanOrEqual(40);
  expect(led).toEqual([]);
});

test("row 34: Paths and redirects hold: files", async ({ server }, info) => {
  const port = Number(new URL(server.url).port);
  const ups = [
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "..\\",
    "..%5c",
    "%2e%2e%5c",
    "..;/",
    "....//",
    "..%252f",
    "%c0%ae%c0%ae/",
  ];
  const targets = ["package.json", "server/main.js", "page/.vite/manifest.json", "etc/passwd", "../etc/passwd"];
  const paths = ["/", "/assets/", "/agents/", "//", "/assets//"].flatMap((base) =>
    ups.flatMap((up) => targets.flatMap((target) => [1, 2, 8].map((depth) => base + up.repeat(depth) + target))),
  );
  const own = [
    "/.vite/manifest.json",
    "/.env",
    "/assets",
    "/assets/",
    "/assets/%2e",
    "/index.html%00.js",
    "/assets/.js",
  ];
  const index = (await (await server.get("/")).text()).slice(0, 200);
  const leaks: string[] = [];
  for (const path of [...paths, ...own]) {
    const { status, body } = await send(port, { method: "GET", path, headers: {} });
    const isPage = status === 200 && body.startsWith(index.slice(0, 60));
    if (!isPage && ![400, 403, 404].includes(status)) leaks.push(`${path}: ${status} ${body.slice(0, 60)}`);
    if (/"dependencies"|root:x:|isEntry|createHttpServer/.test(body)) leaks.push(`${path}: ${body.slice(0, 60)}`);
  }
  figure(info, `${paths.length + own.length} addresses of files outside the page, ${leaks.length} served`);
  expect(leaks).toEqual([]);
});
