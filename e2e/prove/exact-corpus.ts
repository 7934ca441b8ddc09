/** 200 values that readers, stores and views are known to change, as JSON texts. */

export interface Exact {
  /** The field it is sent under. */
  readonly name: string;
  /** The exact text of the `poll`th answer; in about every sixth value something changes from poll to poll. */
  textAt(poll: number): string;
}

export const CORPUS_SIZE = 200;
const DEPTH = 5_000;

const NUMBERS =
  "9007199254740993 -9007199254740995 18446744073709551615 123456789012345678901234567890 1240.00 0.10 -0 -0.0 1e400 " +
  "-1E+400 1e-400 1E2 0.1000000000000000055511151231257827 99999999999999999999.99 1.7976931348623159e308 5e-325";

const PROTO = [
  '{"__proto__":{"status":"approved","poll":POLL}}',
  '{"__proto__":null,"poll":POLL}',
  '{"__proto__":POLL}',
  '{"a":{"__proto__":{"__proto__":[POLL]}}}',
  '{"\\u005f_proto__":{"poll":POLL},"__proto__":1}',
  '{"constructor":null,"poll":POLL}',
  '{"constructor":{"prototype":{"isAdmin":true,"poll":POLL}}}',
  '{"prototype":{},"toString":null,"valueOf":"x","hasOwnProperty":false,"poll":POLL}',
  '{"then":null,"toJSON":"no","$$typeof":"Symbol(react.element)","length":POLL}',
  '[{"__proto__":{"x":POLL}},{"__proto__":{"x":2}}]',
  '{"__defineGetter__":0,"__lookupSetter__":[],"isPrototypeOf":{"poll":POLL}}',
];

const KEYS = [
  '{"a":1,"a":2}',
  '{"a":1,"b":0,"a":{"a":[],"a":{}}}',
  '{"status":"rejected","status":"approved"}',
  '{"\\u0061":1,"a":2}',
  '{"":"","":null}',
  '{"":{"":{"":0}}}',
  '{" ":1,"  ":2,"\\t":3,"\\n":4}',
  '{"2":"b","1":"a","10":"c","-1":"d","01":"e"}',
  '{"b":1,"a":2,"B":3,"A":4}',
  '{"a: 1":"b","{":"}","\\"":"\\\\","a.b[0]":0}',
  '{"\\ud800":"high","\\udc00":"low"}',
  '{"key\\u202egnp":1,"\\u200bkey":2,"key":3}',
  '{"north":{"n":1.50,"ok":true},"south":{"n":20,"ok":null}}',
  '[{"n":1,"n":2},{"n":3}]',
  '[{"n":1.50,"t":""},{"n":20,"t":" "},{"n":-0,"t":"null"}]',
];

const TEXTS = [
  '"\\ud800"',
  '"\\udfff"',
  '"\\udc00\\ud800"',
  '"a\\ud83db"',
  '"\\ud83d\\ude00"',
  '"😀"',
  '"\\uFFFD"',
  '"\\ufffe"',
  '""',
  '" "',
  '"   "',
  '"\\u00a0"',
  '"\\t"',
  '"\\n"',
  '"\\r\\n"',
  '"\\u0000"',
  '"\\u001b[31mred\\u001b[0m"',
  '"\\b\\f\\u001f\\u007f\\u0080"',
  '"\\/\\u002f/"',
  '"\\\\\\"\\u0022"',
  '"\\u0041A"',
  '"e\\u0301 é \\u00e9"',
  '"user\\u202egnp.exe"',
  '"zero\\u200bwidth\\u2060joined\\ufeff"',
  '"\\u2028line\\u2029paragraph"',
  '"null"',
  '"true"',
  '"12"',
  '"-1.50"',
  '"[1,2]"',
  '"{\\"a\\":1}"',
  '"<img src=x onerror=alert(1)><!-- -->"',
  '"</script><script>alert(1)</script>"',
  '"&lt;b&gt; &amp; &#0;"',
  '"**bold** [link](javascript:alert(1)) ![](https://tracker.example/x.png)"',
  '"first line\\nsecond line\\n\\n  indented\\n"',
  `"${"no spaces in seventy-three characters and more ".repeat(8)}"`,
  `"${'long \\u00e9 text with \\\\ and \\" \\n'.repeat(40)}"`,
];

const SHAPES = [
  "null",
  "true",
  "false",
  "[]",
  "{}",
  "[[]]",
  "[{}]",
  '{"a":[]}',
  "[null,[null,[null]]]",
  ' { "spaced" : [ 1 ,\t2 ,\r\n3 ] } ',
  '{"indented":{\n    "a": 1.0,\n    "b": [\n      2\n    ]\n  }}',
];

const DEEP = [
  `${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}`,
  `${'{"a":'.repeat(DEPTH - 1)}{"__proto__":POLL}${"}".repeat(DEPTH - 1)}`,
];

/** Exactly CORPUS_SIZE values: each text by itself, the first ones also in an array and in an object. */
export function makeCorpus(): readonly Exact[] {
  const bare = [...PROTO, ...KEYS, ...NUMBERS.split(" "), ...TEXTS, ...SHAPES];
  const texts = [
    ...DEEP,
    ...bare,
    ...bare.map((text) => `[${text},{"x":${text}}]`),
    ...[...PROTO, ...KEYS].map(besides),
  ];
  return texts.slice(0, CORPUS_SIZE).map((text, index) => ({
    name: `v${String(index).padStart(3, "0")}`,
    // Space around a value is no part of it.
    textAt: (poll) => text.trim().replaceAll("POLL", String(poll)),
  }));
}

function besides(text: string): string {
  return `{"before":[1,2,3],"it":${text},"after":{"same":true}}`;
}
