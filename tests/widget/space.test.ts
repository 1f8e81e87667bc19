/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import type { Bot } from '../../src/bot.ts'
import { fixtureBot } from '../fixtures/bot.ts'
import { ask, browserFound, openBrowser, openChat, openSite } from './site.ts'

const inBrowser = browserFound ? describe : describe.skip

/** Where things stand in the widget, in pixels. */
function measure() {
  const root = document.querySelector('iom-chat')?.shadowRoot
  const box = (selector: string) => root?.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect()
  const seen = [...(root?.querySelectorAll('header button, header select') ?? [])].map((item) =>
    item.getBoundingClientRect(),
  )
  return {
    log: box('.log').height,
    top: box('header').top,
    header: box('header').height,
    inside: seen.every(({ top, left, right }) => top >= 0 && left >= 0 && right <= innerWidth),
    shown: seen.filter(({ width }) => width > 0).length,
    form: innerHeight - box('form').bottom,
    wide: (root?.querySelector('.log')?.scrollWidth ?? 0) - (root?.querySelector('.log')?.clientWidth ?? 0),
  }
}

inBrowser('the widget in little space', () => {
  let bot: Bot
  let browser: Browser
  let site: Awaited<ReturnType<typeof openSite>>

  beforeAll(async () => {
    bot = await fixtureBot({ training: 'off' })
    site = await openSite(bot)
    browser = await openBrowser()
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await site?.stop()
    await bot?.stop()
  })

  test.each([
    [360, 320, 'en', 120, 190],
    [568, 320, 'en', 120, 190],
    // A window of 1280 by 1024 at 400 %.
    [320, 256, 'en', 70, 120],
    [320, 256, 'ar', 70, 120],
    [320, 256, 'es', 70, 120],
    [320, 256, 'hi', 70, 120],
  ])(
    '%i by %i in %s: danger and exit in one row, the rest behind a button, and room to read',
    async (width, height, locale, atFirst, later) => {
      const { page, context } = await openChat(browser, site.address, { width, height, locale })
      const first = await page.evaluate(measure)
      for (let turn = 0; turn < 3; turn++) await ask(page, '/help')
      const used = await page.evaluate(measure)

      expect(first.log).toBeGreaterThanOrEqual(atFirst)
      expect(used.log).toBeGreaterThanOrEqual(later)
      expect(used).toMatchObject({ top: 0, inside: true, shown: 3, form: 0, wide: 0 })
      expect(used.header).toBeLessThan(64)
      await context.close()
    },
  )

  test('the menu opens and closes by keyboard and keeps its place', async () => {
    const { page, context } = await openChat(browser, site.address, { width: 360, height: 320 })
    const menu = page.getByRole('button', { name: 'More', exact: true })
    await menu.focus()
    await page.keyboard.press('Enter')
    expect(await menu.getAttribute('aria-expanded')).toBe('true')
    expect((await page.evaluate(measure)).shown).toBe(6)
    await page.keyboard.press('Escape')
    expect(await menu.getAttribute('aria-expanded')).toBe('false')
    expect(await page.locator('iom-chat .panel').isVisible()).toBe(true)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')

    expect(await page.locator('iom-chat .panel').isHidden()).toBe(true)
    await context.close()
  })

  test('where there is space everything stands in the open', async () => {
    const { page, context } = await openChat(browser, site.address, { width: 360, height: 640 })

    expect(await page.evaluate(measure)).toMatchObject({ shown: 5, inside: true, top: 0, form: 0 })
    expect(await page.locator('iom-chat .hint').isVisible()).toBe(true)
    await context.close()
  })
})
