/** A choice among few words, remembered on this device and heard everywhere at once. */
import { useSyncExternalStore } from "react";

export interface KeptChoice<Word extends string> {
  readonly get: () => Word;
  readonly set: (next: Word) => void;
  /** Returns what ends it. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** The first word holds until somebody picks another. */
export function keptChoice<Word extends string>(key: string, words: readonly [Word, ...Word[]]): KeptChoice<Word> {
  const listeners = new Set<() => void>();
  const kept = read(key);
  let word = words.find((one) => one === kept) ?? words[0];
  return {
    get: () => word,
    set: (next) => {
      word = next;
      try {
        localStorage.setItem(key, next);
      } catch {
        // Storage may be forbidden; the choice then lasts as long as the page.
      }
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useKeptChoice<Word extends string>({ subscribe, get }: KeptChoice<Word>): Word {
  return useSyncExternalStore(subscribe, get);
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
