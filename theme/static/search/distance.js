/** How far two words are apart, and the words of a dictionary that are nearest to one. */

/** The wrong letters that a word of so many letters may have. */
export function forgiven(letters) {
  return letters < 4 ? 0 : letters < 6 ? 1 : 2;
}

/** The number of letters that are wrong, missing, too many or exchanged with their neighbour; more than `most` is `most` + 1. */
export function distance(one, other, most) {
  const [from, to] = [[...one], [...other]];
  if (Math.abs(from.length - to.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      next[column] = Math.min(last[column] + 1, next[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
      const exchanged = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (exchanged) next[column] = Math.min(next[column], before[column - 2] + 1);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, last] = [last, next];
  }
  return Math.min(last[to.length], most + 1);
}

/** The words of a dictionary as the index writes it: each begins with the number of letters that it shares with the last one. */
export function unpacked(dictionary) {
  let word = "";
  return dictionary ? dictionary.split(" ").map((written) => (word = word.slice(0, parseInt(written[0], 36)) + written.slice(1))) : [];
}

/** The words that are at most so many letters away from one, or, where there are none, whose stems are; those with the same first
 *  letter first, which is rarely wrong. */
export function nearest(words, wanted, most, stemmed) {
  const stem = stemmed(wanted);
  let near = words.filter((word) => distance(wanted, word, most) <= most);
  if (!near.length && forgiven(stem.length) >= most) near = words.filter((word) => distance(stem, stemmed(word), most) <= most);
  return near.sort((one, other) => (other[0] === wanted[0]) - (one[0] === wanted[0]));
}
