import { HARM_CONTACTS } from '../src/conversation/ordinary.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { createDangerDetector } from '../src/protection/danger.ts'
import type { DangerDictionary } from '../src/protection/dictionary.ts'

const HARM_TOPIC = 'safety'
/** Each round learns from what the last one took for danger, or nearly so. */
const ROUNDS = 4
const NEARLY = 0.04
/** Ordinary texts per language, those that look most like danger first. */
const MOST = 3500

/**
 * Finds the everyday texts of the knowledge base (ways to ask, off-topic texts, small talk) that a detector takes for danger
 * unless it has learnt from them: hard negatives. Deterministic.
 *
 * @returns the dictionaries with their ordinary texts
 */
export async function withOrdinary(
  dictionaries: readonly DangerDictionary[],
  knowledgeDir: string,
): Promise<DangerDictionary[]> {
  const texts = await everydayTexts(knowledgeDir)
  const found = new Map<string, Map<string, number>>()
  for (let round = 0; round < ROUNDS; round++) {
    const detector = createDangerDetector(joined(dictionaries, found))
    for (const [locale, list] of texts) {
      const known = found.get(locale) ?? new Map<string, number>()
      found.set(locale, known)
      for (const text of list) {
        if (known.has(text)) continue
        const { danger, why } = detector.explain(text)
        if (danger || why.probability >= NEARLY) known.set(text, why.probability)
      }
    }
  }
  return joined(dictionaries, found)
}

function joined(
  dictionaries: readonly DangerDictionary[],
  found: ReadonlyMap<string, ReadonlyMap<string, number>>,
): DangerDictionary[] {
  return dictionaries.map((dictionary) => {
    const calm = new Set(dictionary.calm)
    const ordinary = [...(found.get(dictionary.locale) ?? [])]
      .filter(([text]) => !calm.has(text))
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST)
      .map(([text]) => text)
    return ordinary.length > 0 ? { ...dictionary, ordinary } : dictionary
  })
}

async function everydayTexts(knowledgeDir: string): Promise<Map<string, string[]>> {
  const { locales, entries } = await loadKnowledge({ knowledgeDir })
  const isHarm = (id: string) => {
    const { topic, contacts } = entries.get(id)!
    return topic === HARM_TOPIC || contacts.some((contact) => HARM_CONTACTS.has(contact))
  }
  return new Map(
    [...locales].map(([locale, content]) => [
      locale,
      [
        ...[...content.entries]
          .filter(([id]) => !isHarm(id))
          .flatMap(([, { question, phrasings }]) => [question, ...phrasings]),
        ...content.offtopic,
        ...[...content.smalltalk.values()].flatMap(({ phrasings }) => phrasings),
      ],
    ]),
  )
}
