import type { Dataset } from './data.ts'
import type { Ranking } from './engines.ts'

/** What one engine reaches on one set; shares in per cent, times in milliseconds, memory in MB. */
export interface Measured {
  readonly right: number
  readonly inThree: number
  /** How well the confidence tells questions in scope from those out of it: mean over the kinds, 50 is chance. */
  readonly auroc: number | undefined
  /** Questions in scope answered right where the threshold refuses 90 % of those out of scope. */
  readonly at90: number | undefined
  readonly p50: number
  readonly p99: number
  readonly build: number
  readonly memory: number
}

type Rank = (text: string) => Ranking | Promise<Ranking>

/** Asks all questions of a set. */
export async function measure(data: Dataset, rank: Rank): Promise<Omit<Measured, 'build' | 'memory'>> {
  const times: number[] = []
  const timed = async (text: string): Promise<Ranking> => {
    const start = process.hrtime.bigint()
    const ranking = await rank(text)
    times.push(Number(process.hrtime.bigint() - start) / 1e6)
    return ranking
  }
  const inside: { score: number; right: boolean }[] = []
  let three = 0
  for (const { text, gold } of data.test) {
    const ranking = await timed(text)
    inside.push({ score: ranking[0]?.score ?? 0, right: gold.includes(ranking[0]?.id ?? '') })
    if (ranking.slice(0, 3).some(({ id }) => gold.includes(id))) three++
  }
  const aurocs: number[] = []
  const at90s: number[] = []
  for (const texts of Object.values(data.oos)) {
    const outside: number[] = []
    for (const text of texts) outside.push((await timed(text))[0]?.score ?? 0)
    if (outside.length === 0) continue
    aurocs.push(
      auroc(
        inside.map(({ score }) => score),
        outside,
      ),
    )
    at90s.push(rightAt90(inside, outside))
  }
  times.sort((a, b) => a - b)
  const mean = (list: readonly number[]) =>
    list.length ? list.reduce((a, b) => a + b, 0) / list.length : undefined
  return {
    right: (100 * inside.filter(({ right }) => right).length) / inside.length,
    inThree: (100 * three) / inside.length,
    auroc: mean(aurocs),
    at90: mean(at90s),
    p50: times[Math.floor(times.length * 0.5)]!,
    p99: times[Math.floor(times.length * 0.99)]!,
  }
}

/** Chance that a question in scope scores above one out of scope, ties half. */
function auroc(inside: readonly number[], outside: readonly number[]): number {
  let wins = 0
  for (const a of inside) for (const b of outside) wins += a > b ? 1 : a === b ? 0.5 : 0
  return (100 * wins) / (inside.length * outside.length)
}

function rightAt90(inside: readonly { score: number; right: boolean }[], outside: readonly number[]): number {
  const rising = [...outside].sort((a, b) => a - b)
  const threshold = rising[Math.min(rising.length - 1, Math.floor(rising.length * 0.9))]!
  return (100 * inside.filter(({ score, right }) => right && score > threshold).length) / inside.length
}
