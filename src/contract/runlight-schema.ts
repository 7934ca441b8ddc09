/** The shape of `runlight` for the server's documents; `runlight.ts` reads it without a schema. */
import * as v from "valibot";
import { DecisionSchema } from "./decision-schemas.ts";

const StubSchema = v.object({
  size: v.pipe(v.number(), v.description("UTF-8 bytes of the field's exact JSON text")),
  sha256: v.string(),
  href: v.string(),
});

const MaskSchema = v.object({
  kind: v.pipe(v.string(), v.description("What is hidden, in words: access token")),
  length: v.pipe(v.number(), v.description("Characters hidden")),
  count: v.optional(v.pipe(v.number(), v.description("Values hidden in this one text, when several"))),
});

const MasksSchema = v.object({
  count: v.pipe(v.number(), v.description("Values hidden in the whole answer")),
  at: v.pipe(v.record(v.string(), MaskSchema), v.description("By JSON pointer; at most the first 200 values")),
});

export const RunlightSchema = v.looseObject({
  asOf: v.optional(v.pipe(v.string(), v.description("When this state was last confirmed, where that is not now"))),
  cause: v.optional(v.pipe(v.string(), v.description("Why the live query failed, in words"))),
  attempt: v.optional(v.object({ number: v.number(), of: v.number() })),
  decisions: v.optional(v.array(DecisionSchema)),
  masks: v.optional(v.pipe(MasksSchema, v.description("Secrets the server hid"))),
  stubs: v.optional(v.pipe(v.record(v.string(), StubSchema), v.description("Left-out fields by JSON pointer"))),
});
