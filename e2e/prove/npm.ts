/** npm as a process, with nothing of the npm that may have started us. */
import { execFile } from "node:child_process";

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function npm(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const options = { cwd: folder, env: { ...Object.fromEntries(own), ...env }, maxBuffer: 64 * 1_024 * 1_024 };
  return new Promise((resolve) => {
    execFile("npm", args, options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) || 1 : 0, stdout, stderr });
    });
  });
}

/** What it printed as JSON; undefined when it printed none. */
export function jsonOf({ stdout }: Said): unknown {
  try {
    return JSON.parse(stdout) as unknown;
  } catch {
    return undefined;
  }
}
