/** Words of one window where a text has no full stops, and how far the next one starts. */
const WINDOW = 14
const STEP = 7
const MOST_WINDOWS = 6
/** A shorter sentence says nothing by itself ("hello.", "thanks!"). */
const SHORTEST = 2

/**
 * The parts of a folded text that may be a question of their own: its sentences, long ones in overlapping windows.
 * Empty for a text of one short sentence. At most six, spread over the text.
 */
export function windowsOf(text: string): string[] {
  const sentences = text.split(/[.?!\n;:]+/).map((sentence) => sentence.split(/[\s,]+/).filter(Boolean))
  const parts = sentences.filter(({ length }) => length >= SHORTEST).flatMap(cut)
  if (parts.length < 2) return []
  if (parts.length <= MOST_WINDOWS) return parts
  const stride = parts.length / MOST_WINDOWS
  return Array.from({ length: MOST_WINDOWS }, (_, place) => parts[Math.floor(place * stride)]!)
}

function cut(words: readonly string[]): string[] {
  if (words.length <= WINDOW + STEP) return [words.join(' ')]
  const parts: string[] = []
  for (let at = 0; at < words.length - STEP; at += STEP) parts.push(words.slice(at, at + WINDOW).join(' '))
  return parts
}
