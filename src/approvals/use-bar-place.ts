/** Where the decision bar stands: in the banner, in the strip of a banner scrolled away, or at the foot of a phone. */
import { type RefObject, useEffect, useState } from "react";
import { NARROW, useMedia } from "../ui/use-media.ts";

export type BarPlace = "banner" | "strip" | "phone";

/** Px of the page's bar, under which the banner disappears. */
const BAR_HEIGHT = 48;

/** `isShown`: the banner is there; it comes and goes with the approval. */
export function useBarPlace(banner: RefObject<HTMLElement | null>, isShown: boolean): BarPlace {
  const isPhone = useMedia(NARROW);
  const [isAway, setIsAway] = useState(false);
  useEffect(() => {
    if (!isShown || !banner.current) return undefined;
    const observer = new IntersectionObserver(([entry]) => setIsAway(entry ? !entry.isIntersecting : false), {
      rootMargin: `-${BAR_HEIGHT}px 0px 0px 0px`,
    });
    observer.observe(banner.current);
    return () => observer.disconnect();
  }, [banner, isShown]);
  if (isPhone) return "phone";
  return isAway && isShown ? "strip" : "banner";
}
