import { type Bot, createBot } from './bot.ts'
import { createAzureChannel } from './channels/botframework/azure.ts'
import { createDirectLine } from './channels/botframework/directline.ts'
import type { Channel, Endpoint } from './channels/channel.ts'
import { createConsoleChannel } from './channels/console/channel.ts'
import { createTelegramChannel, type TelegramChannel } from './channels/telegram/channel.ts'
import { type Config, readConfig } from './config.ts'
import { COMMANDS } from './conversation/message.ts'
import { ConfigError, ContentError, describeFault } from './fault.ts'
import { createLog, type Logger } from './log.ts'
import { demoPage, privacyPage } from './server/html.ts'
import { createMetrics } from './server/metrics.ts'
import { createServer, type Readiness, StartError } from './server/server.ts'
import { buildWidget, type WidgetLanguage } from './server/widget.ts'
import { openStorage, type Storage } from './storage/open.ts'
import { StoreError } from './storage/store.ts'
import { type NumbersOnly, watchNumbersOnly } from './storage/switch.ts'

/** Telegram silent for longer than this is not ready: two long polls and a pause. */
const TELEGRAM_SILENCE_MS = 150_000

/** Reads the settings, builds the bot, starts the channels, and stops them in order when asked to. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const [command] = process.argv.slice(2)
  // A mistyped “chat” must not open a port.
  if (command !== undefined && command !== 'chat')
    throw new StartError(
      `“${command}” is not known here. Write chat for a chat in the terminal, or nothing to serve.`,
    )
  const inTerminal = command === 'chat'
  const log = createLog({ level: inTerminal ? 'error' : config.logLevel, secrets: config.secrets })
  const metrics = createMetrics()
  const onError = (error: unknown) => log.error({ err: error }, 'Something failed inside.')
  const storage = await openStorage({ ...config, onError })
  for (const problem of storage.notes) log.warn({ problem }, 'The storage is not as it should be.')
  const numbersOnly = await watchNumbersOnly(storage.switchPlace, {
    initially: config.numbersOnly,
    onChange: (on) => log.warn({ state: on ? 'on' : 'off' }, 'The numbers-only switch was turned.'),
  })
  const privacyUrl = config.telegram?.webhook && `${new URL(config.telegram.webhook.url).origin}/privacy`
  const bot = await createBot({
    knowledgeDir: config.knowledgeDir,
    localesDir: config.localesDir,
    dataDir: config.dataDir,
    sessions: storage.sessions,
    misses: storage.misses,
    numbersOnly: numbersOnly.isOn,
    ...(privacyUrl ? { privacyUrl } : {}),
    reload: true,
    onTurn: ({ ms, ...turn }) => metrics.countTurn({ ...turn, seconds: ms / 1000 }),
    onError,
    onFaults: (faults) =>
      faults.length === 0
        ? log.info({}, 'The content is in order again.')
        : log.error(
            { faults: faults.map(describeFault) },
            'The changed content cannot be used; the last good one stays in service.',
          ),
  })
  if (inTerminal) return chat(bot, storage, numbersOnly)
  await serve({ config, log, metrics, storage, numbersOnly, bot })
}

/** A chat in the terminal; ends with the input. */
async function chat(bot: Bot, storage: Storage, numbersOnly: NumbersOnly): Promise<void> {
  await bot.ready()
  const channel = createConsoleChannel({
    answer: bot.answer,
    input: process.stdin,
    output: process.stdout,
    onEnd: async () => {
      numbersOnly.stop()
      await bot.stop()
      await storage.close()
    },
  })
  await channel.start()
}

interface Parts {
  readonly config: Config
  readonly log: Logger
  readonly metrics: ReturnType<typeof createMetrics>
  readonly storage: Storage
  readonly numbersOnly: NumbersOnly
  readonly bot: Bot
}

async function serve({ config, log, metrics, storage, numbersOnly, bot }: Parts): Promise<void> {
  const started = performance.now()
  const onError = (error: unknown) => log.error({ err: error }, 'Something failed inside.')
  const directLine = createDirectLine({ answer: bot.answer, keys: config.stateKeys, onError })
  const telegram = config.telegram && telegramChannel(config.telegram, bot, storage, log)
  const azure =
    config.azure || config.development
      ? createAzureChannel({
          answer: bot.answer,
          firstTime: storage.seen.firstTime,
          onError,
          ...(config.azure ? { credentials: config.azure } : {}),
        })
      : undefined
  const endpoints: Endpoint[] = [azure, telegram?.endpoint].filter((endpoint) => endpoint !== undefined)
  metrics.watch('assistant_numbers_only', 'Whether the bot gives phone numbers only', () =>
    Number(numbersOnly.isOn()),
  )
  metrics.watch('assistant_entries', 'Entries of the knowledge base', () => bot.knowledge().entries.size)
  const server = createServer({
    host: config.host,
    port: config.port,
    allowedOrigins: config.allowedOrigins,
    development: config.development,
    log,
    metrics,
    readiness: () => readiness(bot, storage, numbersOnly, telegram),
    pages: {
      demo: demoPage,
      widget: buildWidget(widgetLanguages(bot)),
      privacy: (lang) => privacy(bot, lang),
    },
    directLine,
    endpoints,
  })
  const address = await server.start()
  const channels: Channel[] = [telegram, azure].filter((channel) => channel !== undefined)
  // A platform that does not answer must not keep the others from starting.
  for (const channel of channels)
    void channel
      .start()
      .catch((error: unknown) =>
        log.error({ err: error, channel: channel.name }, 'A channel could not start.'),
      )

  console.log(banner(config, bot, storage, address))
  log.info(
    {
      ms: Math.round(performance.now() - started),
      channels: ['website', ...channels.map(({ name }) => name)],
    },
    'Ready.',
  )
  void bot
    .ready()
    .then(() => log.info({ ms: Math.round(performance.now()) }, 'The search is fully trained.'), onError)

  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'Stopping: running turns are finished first.')
    await Promise.allSettled(channels.map((channel) => channel.stop()))
    await server.stop()
    numbersOnly.stop()
    await bot.stop()
    await storage.close()
    log.info({ signal }, 'Stopped.')
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(signal))
}

function telegramChannel(
  settings: NonNullable<Config['telegram']>,
  bot: Bot,
  storage: Storage,
  log: Logger,
): TelegramChannel {
  const commands = new Map(
    ['', ...bot.locales.keys()].map((tag) => {
      const texts = bot.texts.commands(tag || 'en')
      return [tag, COMMANDS.map((command) => ({ command, description: texts[command] }))]
    }),
  )
  return createTelegramChannel({
    ...settings,
    answer: bot.answer,
    firstTime: storage.seen.firstTime,
    commands,
    groupHint: (hint) => {
      const tag = hint?.split('-')[0] ?? ''
      return bot.texts.say(bot.locales.has(tag) ? tag : 'en')('group')
    },
    log,
  })
}

async function readiness(
  bot: Bot,
  storage: Storage,
  numbersOnly: NumbersOnly,
  telegram: TelegramChannel | undefined,
): Promise<Readiness> {
  const store = await storage.answers()
  const { problem } = bot.contentState()
  const silence = telegram?.silence()
  const polled = silence === undefined || silence < TELEGRAM_SILENCE_MS
  return {
    ok: bot.knowledge().entries.size > 0 && store && polled,
    parts: {
      knowledge: bot.knowledge().entries.size > 0,
      entries: bot.knowledge().entries.size,
      contentProblem: problem ? problem.faults.map(describeFault).slice(0, 5).join(' ') : false,
      store,
      storeKind: storage.kind,
      numbersOnly: numbersOnly.isOn(),
      ...(silence === undefined ? {} : { telegramSilentForSeconds: Math.round(silence / 1000) }),
    },
  }
}

function widgetLanguages(bot: Bot): Record<string, WidgetLanguage> {
  return Object.fromEntries(
    [...bot.locales.values()].map(({ tag, name, direction }) => [
      tag,
      { name, direction, labels: bot.texts.widget(tag) },
    ]),
  )
}

function privacy(bot: Bot, lang: string | undefined): string {
  const tag = lang && bot.locales.has(lang) ? lang : 'en'
  const { title, paragraphs } = bot.texts.privacy(tag)
  const direction = bot.locales.get(tag)?.direction ?? 'ltr'
  return privacyPage({ lang: tag, direction, title, paragraphs, languages: [...bot.locales.values()] })
}

/** What is on, where, with how much knowledge, and what to set for the rest. */
function banner(config: Config, bot: Bot, storage: Storage, address: string): string {
  const knowledge = bot.knowledge()
  const languages = [...knowledge.locales].flatMap(([tag, { entries }]) =>
    entries.size > 0 ? `${tag} ${entries.size}` : [],
  )
  const off = (what: string, set: string) => `  off  ${what.padEnd(20)} ${set}`
  const on = (what: string, where: string) => `  on   ${what.padEnd(20)} ${where}`
  return [
    '',
    'The assistant of IOM Romania is running.',
    '',
    on('website widget', `${address}  (demo page; embed ${address}/widget.js)`),
    config.telegram
      ? on('Telegram', config.telegram.webhook ? `webhook ${config.telegram.webhook.path}` : 'long polling')
      : off('Telegram', 'set TELEGRAM_BOT_TOKEN (from @BotFather)'),
    config.azure
      ? on('Azure Bot Service', `${address}/api/messages`)
      : off(
          'Azure Bot Service',
          'set MicrosoftAppType, MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId',
        ),
    ...(config.development && !config.azure
      ? [on('Bot Framework tools', `${address}/api/messages  (this machine only, no account)`)]
      : []),
    '',
    `  ${knowledge.entries.size} entries about ${knowledge.topics.length} topics; per language: ${languages.join(', ')}`,
    `  The bot's own sentences: ${[...bot.locales.keys()].join(' ')}`,
    `  State: ${storage.kind}`,
    ...[...config.notes, ...storage.notes].map((note) => `  Note: ${note}`),
    '',
  ].join('\n')
}

main().catch((error: unknown) => {
  const known = [ConfigError, ContentError, StartError, StoreError].some((kind) => error instanceof kind)
  console.error(known ? (error as Error).message : error)
  process.exit(1)
})
