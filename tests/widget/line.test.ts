/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import type { Bot } from '../../src/bot.ts'
import { compiledDictionaries } from '../../src/protection/compiled.ts'
import { CRISIS_NUMBERS } from '../../src/protection/crisis.ts'
import { fixtureBot } from '../fixtures/bot.ts'
import { ask, browserFound, openBrowser, openChat, openSite, told } from './site.ts'

const inBrowser = browserFound ? describe : describe.skip
const FIRST_NUMBERS = ['emergency', 'trafficking', 'home', 'child'] as const

/** Writes without waiting for anything. */
async function write(page: Page, text: string) {
  await page.fill('iom-chat textarea', text)
  await page.keyboard.press('Enter')
}

const mine = (page: Page) => page.locator('iom-chat .mine').allInnerTexts()

inBrowser('the widget’s line to the bot', () => {
  let bot: Bot
  let browser: Browser
  let site: Awaited<ReturnType<typeof openSite>>
  /** Stopped at the end even where a test fails midway. */
  const restarted: Awaited<ReturnType<typeof openSite>>[] = []

  beforeAll(async () => {
    bot = await fixtureBot({ training: 'off' })
    site = await openSite(bot)
    browser = await openBrowser()
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    for (const { stop } of [site, ...restarted]) await stop()
    await bot?.stop()
  })

  test('what is written before the line is up waits, and goes in order', async () => {
    const context = await browser.newContext({ locale: 'en-GB' })
    const page = await context.newPage()
    await page.route('**/tokens/generate', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700))
      await route.continue()
    })
    await page.goto(site.address)
    await page.click('iom-chat .open')
    await write(page, '/help')
    await write(page, 'library in brasov')
    await page.waitForSelector('iom-chat .mine.waiting .foot:not([hidden])')
    expect((await mine(page))[0]).toBe('/help\nWaiting for the connection…')
    await told(page, 'A library was renovated')

    expect(await mine(page)).toEqual(['/help', 'library in brasov'])
    expect(await page.locator('iom-chat .turn:not(.mine)').count()).toBe(3)
    await context.close()
  })

  test('what is written without a network goes by itself, once, when it is back', async () => {
    const { page, context } = await openChat(browser, site.address)
    await context.setOffline(true)
    await write(page, 'library in brasov')
    await write(page, '/help')
    await told(page, 'Waiting for the connection…')
    await context.setOffline(false)
    await told(page, 'A library was renovated')
    await page.waitForFunction(
      () => document.querySelector('iom-chat')?.shadowRoot?.querySelectorAll('.mine.sent').length === 2,
    )

    expect(await mine(page)).toEqual(['library in brasov', '/help'])
    await context.close()
  })

  test('a message whose receipt was lost on the way is not sent twice', async () => {
    const { page, context } = await openChat(browser, site.address)
    let lost = 0
    await page.route('**/activities', async (route) => {
      if (route.request().method() !== 'POST' || lost++ > 0) return route.continue()
      await route.fetch()
      await route.abort()
    })
    await write(page, 'library in brasov')
    await page.waitForSelector('iom-chat .mine.sent')
    await told(page, 'A library was renovated')
    await page.waitForTimeout(1_500)

    expect(lost).toBe(1)
    expect(await page.locator('iom-chat .turn:not(.mine)').count()).toBe(2)
    await context.close()
  })

  test('a refused message has a real button to try again, by keyboard too', async () => {
    const { page, context } = await openChat(browser, site.address)
    await page.route('**/activities', (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 400, body: '{}' }) : route.continue(),
    )
    await write(page, 'library in brasov')
    const retry = page.locator('iom-chat .mine.failed').getByRole('button', { name: 'Try again' })
    await retry.waitFor()
    // In sight, once the log has scrolled.
    await page.waitForFunction(() => {
      const root = document.querySelector('iom-chat')?.shadowRoot
      const bottom = (part: string) => root?.querySelector(part)?.getBoundingClientRect().bottom ?? Number.NaN
      return bottom('.failed button') <= bottom('.log')
    })
    await page.unroute('**/activities')
    await retry.focus()
    await page.keyboard.press('Enter')
    await told(page, 'A library was renovated')

    expect(await mine(page)).toEqual(['library in brasov'])
    await context.close()
  })

  test('after /forget the next message begins a new conversation by itself, in a second tab too', async () => {
    const { page, context } = await openChat(browser, site.address)
    await ask(page, 'library in brasov')
    const resumable = () => sessionStorage.getItem('iom-chat') ?? ''
    const before = await page.evaluate(resumable)
    const second = await context.newPage()
    await second.addInitScript((value) => sessionStorage.setItem('iom-chat', value), before)
    await second.goto(site.address)
    await told(second, 'A library was renovated')

    await write(page, '/forget')
    for (const tab of [page, second]) {
      await tab.bringToFront()
      await tab.waitForFunction(() => sessionStorage.getItem('iom-chat') === null)
      await write(tab, 'library in brasov')
      await told(tab, 'A library was renovated')
      expect(await tab.locator('iom-chat .failed, iom-chat .waiting').count()).toBe(0)
    }
    await page.click('iom-chat .sos')
    await told(page, 'Numbers for help in Romania')

    expect(JSON.parse(await page.evaluate(resumable)).conversationId).not.toBe(
      JSON.parse(before).conversationId,
    )
    await context.close()
  })

  test('after a restart of the server the same person goes on, in the language that they chose', async () => {
    const keys = [Buffer.alloc(32, 7)]
    const first = await openSite(bot, { keys })
    const { page, context } = await openChat(browser, first.address)
    await page.locator('iom-chat select').selectOption('fr')
    await told(page, 'Français.')
    await first.stop()
    restarted.push(await openSite(bot, { keys, port: Number(new URL(first.address).port) }))
    await page.reload()
    await page.waitForSelector('iom-chat .turn')
    expect(await page.locator('iom-chat .panel').getAttribute('lang')).toBe('fr')
    await write(page, '/help')
    await page.waitForFunction(
      () => document.querySelector('iom-chat')?.shadowRoot?.querySelectorAll('.turn:not(.mine)').length === 2,
    )

    expect(await page.locator('iom-chat .turn').last().getAttribute('lang')).toBe('fr')
    await context.close()
  })

  test('the danger button shows the numbers at once without a network, and the bot’s reply in their place', async () => {
    const { page, context } = await openChat(browser, site.address, { locale: 'ar' })
    await context.setOffline(true)
    await page.click('iom-chat .sos')
    const links = page.locator('iom-chat .turn').last().locator('.numbers a')
    const dials = await links.evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href))
    const words = compiledDictionaries().find(({ locale }) => locale === 'ar')?.reply.labels

    expect(dials).toEqual(FIRST_NUMBERS.map((name) => `tel:${CRISIS_NUMBERS[name].dial}`))
    expect(await links.locator('small').allInnerTexts()).toEqual(FIRST_NUMBERS.map((name) => words?.[name]))
    expect(await page.locator('iom-chat .turn').last().getAttribute('dir')).toBe('rtl')

    await context.setOffline(false)
    await page.waitForSelector('iom-chat .turn:not(.mine) h3')
    expect(await page.locator('iom-chat .numbers').count()).toBe(1)
    await context.close()
  })
})

test('the numbers of the widget are named as in the danger reply, in every language', async () => {
  const bot = await fixtureBot({ training: 'off' })
  await bot.stop()
  const named = compiledDictionaries().map(({ locale, reply }) => [
    locale,
    Object.fromEntries(FIRST_NUMBERS.map((name) => [name, reply.labels[name]])),
  ])

  for (const [locale, labels] of named)
    expect(bot.texts.widget(locale as string)).toMatchObject(labels as object)
})
