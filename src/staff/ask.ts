import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { type Bot, createBot, type Explanation } from '../bot.ts'
import { readConfig } from '../config.ts'
import { replyText } from '../conversation/plain.ts'
import { answerLine, askOnce, batchReply } from './batch.ts'
import { inSentences, refuseSurplus } from './tool.ts'

const HELP = `Ask the bot one question and see how it understood it.

  npm run ask -- "how can i learn romanian"
  npm run ask -- "як вивчити румунську" --lang uk
  npm run ask -- "library in brasov" --json
  npm run --silent ask -- --batch < questions.jsonl > replies.jsonl

  --lang TAG   the language that the person's app reports
  --json       the reply as one line of JSON, as --batch writes it
  --batch      reads lines {"id","text","lang"?}, writes one reply a line in the same order
`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      lang: { type: 'string' },
      json: { type: 'boolean' },
      batch: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const question = positionals.join(' ')
  if (values.help || (!values.batch && question.trim() === '')) {
    console.error(HELP)
    return values.help ? 0 : 2
  }
  if (values.batch) refuseSurplus(positionals, 0, '--batch reads its questions from < file.')
  const bot = await openBot()
  try {
    await bot.ready()
    if (values.batch) return await batch(bot)
    const reply = await askOnce(bot, question, values.lang)
    if (values.json) console.log(JSON.stringify(batchReply('1', reply, bot)))
    else {
      console.log(explanationText(bot.explain(question, values.lang)))
      console.log(`Reply (${reply.kind}${reply.entry ? `, ${reply.entry}` : ''}):\n`)
      console.log(replyText(reply, { notice: false }))
      for (const choice of reply.choices) console.log(`  [${choice.label}]`)
    }
    return 0
  } finally {
    await bot.stop()
  }
}

/** The bot on the configured content, without state; progress of a first training goes to standard error. */
export async function openBot(): Promise<Bot> {
  const { knowledgeDir, localesDir, dataDir } = readConfig(process.env)
  let said = ''
  return createBot({
    knowledgeDir,
    localesDir,
    dataDir,
    onProgress(locale, done) {
      const line = `Training the search: ${locale} ${Math.round(done * 100)} %`
      if (line !== said && process.stderr.isTTY) process.stderr.write(`\r${line}   ${done >= 1 ? '\n' : ''}`)
      said = line
    },
    onError: (error) => console.error(error),
  })
}

/** Reads and answers line by line; a bad line is told and the rest goes on. */
async function batch(bot: Bot): Promise<number> {
  let failed = false
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const reply = await answerLine(line, bot)
    if (!reply) continue
    if ('error' in reply) failed = true
    process.stdout.write(`${JSON.stringify(reply)}\n`)
  }
  return failed ? 1 : 0
}

function explanationText({ detection, lang, danger, smalltalk, towns, search }: Explanation): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`
  const { explanation } = search
  const least = explanation.thresholds
  const corrected = Object.entries(explanation.corrections).map(([typed, taken]) => `${typed} → ${taken}`)
  return [
    `Language   ${lang} (${detection.why})`,
    `Danger     ${danger.danger ? danger.danger.kinds.join(', ') : 'none'} (${dangerText(danger.why)})`,
    ...(smalltalk ? [`Small talk ${smalltalk.act} (${smalltalk.locale})`] : []),
    ...(towns.length > 0
      ? [`Towns      ${towns.map(({ town, county }) => `${town} (${county})`).join(', ')}`]
      : []),
    `Compared   ${explanation.normalised}`,
    ...(corrected.length > 0 ? [`Corrected  ${corrected.join(', ')}`] : []),
    ...(explanation.kinds.length > 0 ? [`Names of   ${explanation.kinds.join(', ')}`] : []),
    `Verdict    ${search.verdict}${explanation.trained ? '' : ' (not trained yet)'}: nothing fits ${percent(explanation.none)}`,
    `           answer from ${percent(least.answer)} where nothing fits is at most ${percent(1 - least.sure)}; choose from ${percent(least.choose)} for three, at most ${percent(1 - least.any)}`,
    ...search.matches.map(
      ({ entry, locale, confidence, parts }) =>
        `  ${percent(confidence).padStart(5)}  ${entry} (${locale})  ${Object.entries(parts)
          .map(([part, value]) => `${part} ${value.toFixed(2)}`)
          .join('  ')}`,
    ),
    '',
  ].join('\n')
}

/** Why the danger detector fired or stayed calm: what it found, and the probability by its examples. */
function dangerText({ probability, phrases, patterns, signs, calm }: Explanation['danger']['why']): string {
  const found = { phrases, patterns, signs, calm }
  return [
    `${Math.round(probability * 100)} % by the examples`,
    ...Object.entries(found).flatMap(([name, list]) =>
      list.length > 0 ? [`${name}: ${list.join(', ')}`] : [],
    ),
  ].join('; ')
}

if (import.meta.main)
  await inSentences(async () => {
    process.exitCode = await main()
  })
