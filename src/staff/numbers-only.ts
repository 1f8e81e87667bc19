import { readConfig } from '../config.ts'
import { connectRedis } from '../storage/redis.ts'
import { readNumbersOnly, switchFile, switchKey, turnNumbersOnly } from '../storage/switch.ts'
import { inSentences, refuseSurplus, ToolError } from './tool.ts'

const HELP = 'Say on or off: npm run numbers-only -- on'

/**
 * `npm run numbers-only -- on|off`: puts every channel of the running bot to "numbers only", or back.
 * Without an argument it tells the state. Works through DATA_DIR, and through Redis where REDIS_URL is set;
 * run it with the same settings as the bot.
 */
await inSentences(async () => {
  const words = process.argv.slice(2)
  refuseSurplus(words, 1, HELP)
  const [wanted] = words
  if (wanted !== undefined && wanted !== 'on' && wanted !== 'off') {
    throw new ToolError(HELP)
  }
  const config = readConfig(process.env)
  const redis = config.redisUrl ? await connectRedis(config.redisUrl) : undefined
  try {
    const place = redis ? switchKey(redis) : switchFile(config.dataDir)
    if (wanted) await turnNumbersOnly(place, wanted === 'on')
    const on = await readNumbersOnly(place)
    console.log(
      on
        ? 'Numbers only is ON: every channel gives phone numbers in place of answers.'
        : 'Numbers only is OFF: every channel answers as usual.',
    )
    if (wanted)
      console.log(
        `A running bot sees it within two seconds (looked up in ${redis ? 'Redis' : config.dataDir}).`,
      )
  } finally {
    await redis?.close()
  }
})
