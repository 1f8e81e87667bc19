/// <reference lib="dom" />
import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Bot } from '../../src/bot.ts'
import { createDirectLine } from '../../src/channels/botframework/directline.ts'
import { createLog } from '../../src/log.ts'
import { demoPage, privacyPage } from '../../src/server/html.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import { createServer } from '../../src/server/server.ts'
import { buildWidget } from '../../src/server/widget.ts'

const CHROMIUM = '/usr/bin/chromium'
/** Whether the browser of these suites is installed; `.ci/run` installs it. */
export const browserFound = existsSync(CHROMIUM)
if (!browserFound) console.warn('Chromium is not at /usr/bin/chromium: the browser suites are skipped.')

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** The real server with the demo page, the widget and Direct Line, on a free port. */
export async function openSite(bot: Bot, { port = 0, keys = [] as Buffer[] } = {}) {
  const log = createLog({ level: 'silent' })
  const server = createServer({
    host: '127.0.0.1',
    port,
    allowedOrigins: [],
    development: true,
    log,
    metrics: createMetrics(),
    readiness: () => ({ ok: true, parts: {} }),
    pages: {
      demo: demoPage,
      widget: buildWidget(
        Object.fromEntries(
          [...bot.locales.values()].map(({ tag, name, direction }) => [
            tag,
            { name, direction, labels: bot.texts.widget(tag) },
          ]),
        ),
      ),
      privacy: (lang = 'en') =>
        privacyPage({ lang, direction: 'ltr', ...bot.texts.privacy(lang), languages: [] }),
    },
    directLine: createDirectLine({ answer: bot.answer, keys, onError: () => {} }),
    endpoints: [],
  })
  const address = await server.start()
  return { address, stop: () => server.stop() }
}

/** A page with the chat open and greeted. */
export async function openChat(
  browser: Browser,
  address: string,
  options: { locale?: string; width?: number; height?: number } = {},
) {
  const context = await browser.newContext({
    locale: options.locale ?? 'en-GB',
    viewport: { width: options.width ?? 400, height: options.height ?? 780 },
  })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(address)
  await page.click('iom-chat .open')
  await page.waitForSelector('iom-chat .turn')
  return { page, errors, context }
}

/** Waits until the chat says something, to the person or to whoever listens to the page. */
export function told(page: Page, text: string) {
  return page.waitForFunction(
    (awaited) => document.querySelector('iom-chat')?.shadowRoot?.textContent?.includes(awaited),
    text,
    { timeout: 15_000 },
  )
}

/** Writes a message and waits for the reply to it. */
export async function ask(page: Page, text: string): Promise<string> {
  const bots = page.locator('iom-chat .turn:not(.mine)')
  const before = await bots.count()
  await page.fill('iom-chat textarea', text)
  await page.keyboard.press('Enter')
  await page.waitForFunction(
    (count) =>
      (document.querySelector('iom-chat')?.shadowRoot?.querySelectorAll('.turn:not(.mine)').length ?? 0) >
      count,
    before,
  )
  return bots.last().innerText()
}
