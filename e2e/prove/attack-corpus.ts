/** The published corpus: everything an agent could write to act or to lie, each with what it tries. */
import type { Attack } from "./attack.ts";
import { DATA_ATTACKS } from "./attack-data.ts";
import { HTML_ATTACKS } from "./attack-html.ts";
import { LINK_ATTACKS } from "./attack-links.ts";

export const ATTACKS: readonly Attack[] = [...HTML_ATTACKS, ...LINK_ATTACKS, ...DATA_ATTACKS];
