/** Which pattern an address fits: a name takes one segment, a star at the end takes the rest. */

export type Params = Readonly<Record<string, string>>;

/**
 * What stands for the names of `pattern` in `pathname`; undefined when it does not fit. Each segment is decoded exactly
 * once, so that every id comes out as `pathSegment` took it; one that cannot be decoded stays as it is. A slash at the
 * end means nothing; the rest behind a `*` is not read.
 */
export function matchPath(pattern: string, pathname: string): Params | undefined {
  const asked = pathname.replace(/\/$/, "").split("/");
  const named = pattern.replace(/\/$/, "").split("/");
  const params: Record<string, string> = {};
  for (const [index, name] of named.entries()) {
    if (name === "*") return params;
    const segment = asked[index];
    if (name.startsWith(":")) {
      if (!segment) return undefined;
      params[name.slice(1)] = decodeOnce(segment);
    } else if (name !== segment) return undefined;
  }
  return asked.length === named.length ? params : undefined;
}

function decodeOnce(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
