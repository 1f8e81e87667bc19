import { readConfig } from '../config.ts'
import { connectRedis } from '../storage/redis.ts'
import { readNumbersOnly, switchFile, switchKey, turnNumbersOnly } from '../storage/switch.ts'

/**
 * `npm run numbers-only -- on|off`: puts every channel of the running bot to "numbers only", or back.
 * Without an argument it tells the state. Works through DATA_DIR, and through Redis where REDIS_URL is set;
 * run it with the same settings as the bot.
 */
const [wanted] = process.argv.slice(2)

try {
  if (wanted !== undefined && wanted !== 'on' && wanted !== 'off') {
    throw new Error('Say on or off: npm run numbers-only -- on')
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
} catch (error) {
  console.error(error instanceof Error ? error.message : 'It did not work.')
  process.exitCode = 1
}
