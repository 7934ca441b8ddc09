/** The columns of the agents list and how high its rows are: all columns from 1280 px, fewer below, two on phones. */
import type { Density } from "../ui/density.ts";

export const AGENTS_GRID =
  "grid gap-x-4 px-6 grid-cols-[minmax(0,1fr)_76px_136px_56px_60px_48px] lg:grid-cols-[minmax(0,1fr)_76px_220px_56px_60px_48px_92px] min-[1280px]:grid-cols-[minmax(0,1fr)_76px_224px_56px_56px_60px_44px_142px_84px_84px] max-md:grid-cols-[minmax(0,1fr)_auto] max-md:px-4";
export const AGENTS_NUMBER = "text-right whitespace-nowrap max-md:hidden";
/** From 1100 px. */
export const AGENTS_ROOMY = "max-lg:hidden";
/** From 1280 px. */
export const AGENTS_WIDE = "max-[1280px]:hidden";
/** A row has two lines. A phone leaves room for a finger, whatever is picked. */
export const AGENTS_HEIGHTS: Record<Density, string> = { comfortable: "min-h-15", compact: "min-h-15 md:min-h-11" };
