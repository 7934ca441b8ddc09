/** Code that few want or that comes after the first view, once it is there; the page is whole without it. */
import { useEffect, useState } from "react";

/** `load`: the same function at every render. Undefined until then, and for good when it does not come. */
export function useCode<T>(isWanted: boolean, load: () => Promise<T>): T | undefined {
  const [code, setCode] = useState<T>();
  useEffect(() => {
    if (isWanted)
      load().then(
        (loaded) => setCode(() => loaded),
        () => undefined,
      );
  }, [isWanted, load]);
  return code;
}
