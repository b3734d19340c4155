// How many guesses a password withstands, by the same reckoning as the service's (zxcvbn). Of its lists of words only that of common
// passwords: all of them would be four times as much to load, and the service, which has them all, decides anyway.
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";

const guesses = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
/** The product's own names, which everybody here has in mind. */
const PRODUCT = ["petclaims", "pet-claims", "petinsurance", "pethoken", "ペット保険"];

/** How many characters a password has at least. */
export const SHORTEST = 15;

/** From 0, guessed at once, to 4; the service takes 3 and 4. */
export type Judge = (password: string, known: readonly string[]) => 0 | 1 | 2 | 3 | 4;

export const judge: Judge = (password, known) => {
  const words = [...known, ...known.flatMap((text) => text.split(/[\s.@_+-]+/)), ...PRODUCT].map(folded).filter(counts);
  const guessed = guesses.check(password, words).score;
  return repeats(folded(password), words) ? (Math.min(guessed, 1) as 0 | 1) : guessed;
};

// Without width, case and spaces: nobody's name is safer for them.
const folded = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/\s/g, "");

// Fewer characters would be in it by chance.
const counts = (word: string): boolean => [...word].length >= (/^[\x20-\x7e]*$/.test(word) ? 4 : 2);

// Where little is left beside what is known: a long phrase may well name a colleague.
function repeats(plain: string, words: string[]): boolean {
  const rest = [...words].sort((one, other) => other.length - one.length).reduce((left, word) => left.replaceAll(word, ""), plain);
  return rest !== plain && [...rest].length < SHORTEST;
}
