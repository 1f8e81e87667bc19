/// <reference lib="dom" />
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import type { Bot } from '../../src/bot.ts'
import { fixtureBot } from '../fixtures/bot.ts'
import { ask, browserFound, openBrowser, openChat, openSite, told } from './site.ts'

const inBrowser = browserFound ? describe : describe.skip

inBrowser('the widget in Chromium', () => {
  let bot: Bot
  let browser: Browser
  let site: Awaited<ReturnType<typeof openSite>>

  beforeAll(async () => {
    bot = await fixtureBot()
    site = await openSite(bot)
    browser = await openBrowser()
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await site?.stop()
    await bot?.stop()
  })

  test('a visitor asks in English and in Ukrainian and sees the answers, under a strict policy and without errors', async () => {
    const { page, errors, context } = await openChat(browser, site.address)

    expect(await ask(page, 'where can i learn romanian')).toContain('There are free Romanian courses.')
    expect(await ask(page, 'хочу вивчити мову')).toContain('Є безкоштовні курси румунської.')
    expect(await page.locator('iom-chat .panel').getAttribute('lang')).toBe('uk')
    expect(errors).toEqual([])
    await context.close()
  })

  test('one’s own message stands there once, although it comes back on the stream', async () => {
    const { page, context } = await openChat(browser, site.address)
    await ask(page, 'library in brasov')
    await page.waitForTimeout(300)

    expect(await page.locator('iom-chat .mine').allInnerTexts()).toEqual(['library in brasov'])
    await context.close()
  })

  test('numbers, addresses for letters and pages can be pressed', async () => {
    const { page, context } = await openChat(browser, site.address)
    await ask(page, 'how can i go home')
    const links = await page
      .locator('iom-chat .turn')
      .last()
      .locator('a')
      .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href))

    expect(links).toEqual(['tel:+40212103050', 'mailto:office@iom.example', 'https://iom.example/'])
    await context.close()
  })

  test('quick replies lead on', async () => {
    const { page, context } = await openChat(browser, site.address)
    await page.locator('iom-chat .choices button[data-choice=home]').click()
    await page.locator('iom-chat .choices button[data-choice=go-home]').click()
    await page.waitForFunction(() =>
      document.querySelector('iom-chat')?.shadowRoot?.textContent?.includes('IOM can help you to return'),
    )
    await context.close()
  })

  test('Arabic runs from right to left, and numbers in it from left to right', async () => {
    const { page, context } = await openChat(browser, site.address, { locale: 'ar' })
    expect(await page.locator('iom-chat .panel').getAttribute('dir')).toBe('rtl')
    expect(await ask(page, 'بدي ارجع على بلدي')).toContain('تستطيع المنظمة')
    const turn = page.locator('iom-chat .turn').last()

    expect(await turn.getAttribute('dir')).toBe('rtl')
    expect(await turn.locator('bdi').first().getAttribute('dir')).toBe('ltr')
    await context.close()
  })

  test('the language can be switched by hand', async () => {
    const { page, context } = await openChat(browser, site.address)
    await page.locator('iom-chat select').selectOption('fr')
    await page.waitForFunction(() =>
      document.querySelector('iom-chat')?.shadowRoot?.textContent?.includes('Français.'),
    )

    expect(await page.locator('iom-chat textarea').getAttribute('placeholder')).toBe('Écrivez votre question')
    await context.close()
  })

  test('words of the bot are never markup', async () => {
    const { page, context } = await openChat(browser, site.address)
    await ask(page, '<img src=x onerror=alert(1)> <b>bold</b>')

    expect(await page.locator('iom-chat img, iom-chat b').count()).toBe(0)
    expect(await page.locator('iom-chat .mine').last().innerText()).toContain('<img')
    await context.close()
  })

  test('after a reload of the page in the same tab the conversation is there again', async () => {
    const { page, context } = await openChat(browser, site.address)
    await ask(page, 'library in brasov')
    await page.reload()
    await page.waitForFunction(() =>
      document.querySelector('iom-chat')?.shadowRoot?.textContent?.includes('A library was renovated'),
    )

    expect(await page.locator('iom-chat .mine').allInnerTexts()).toEqual(['library in brasov'])
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    await context.close()
  })

  test('in danger the numbers come first and can be pressed', async () => {
    const { page, context } = await openChat(browser, site.address)
    await ask(page, 'my husband beats me and locked the door')
    const turn = page.locator('iom-chat .turn').last()

    expect(await turn.evaluate((element) => element.firstElementChild?.className)).toBe('numbers')
    expect(await turn.locator('.numbers a').first().getAttribute('href')).toBe('tel:112')
    await context.close()
  })

  test.each([
    ['the button', async (page: import('playwright-core').Page) => page.click('iom-chat .exit')],
    [
      'Shift three times',
      async (page: import('playwright-core').Page) => {
        for (let press = 0; press < 3; press++) await page.keyboard.press('Shift')
      },
    ],
  ])(
    'quick exit by %s: blank within 100 ms, a neutral page, and Back does not return',
    async (_name, leave) => {
      const { page, context } = await openChat(browser, site.address)
      await context.route('https://www.google.com/**', (route) =>
        route.fulfill({ body: '<title>neutral</title>', contentType: 'text/html' }),
      )
      await page.evaluate(() => {
        const done = () => {
          const blank = document.documentElement.hidden && !document.body.textContent
          if (blank)
            console.log(`blank ${performance.now() - (window as never as { pressed: number }).pressed}`)
        }
        addEventListener('keydown', () => Object.assign(window, { pressed: performance.now() }), {
          capture: true,
        })
        addEventListener('pointerdown', () => Object.assign(window, { pressed: performance.now() }), {
          capture: true,
        })
        new MutationObserver(done).observe(document, { attributes: true, childList: true, subtree: true })
      })
      const blank = page.waitForEvent('console', (message) => message.text().startsWith('blank'))
      await leave(page)
      const milliseconds = Number((await blank).text().split(' ')[1])
      await page.waitForURL('https://www.google.com/')
      await page.goBack().catch(() => null)

      expect(milliseconds).toBeLessThan(100)
      expect(page.url()).not.toContain(site.address)
      await context.close()
    },
  )

  test.each<[string, readonly string[]]>([
    ['capitals', ['Shift+I', 'Shift+O', 'Shift+M', 'Shift+R']],
    ['going back with Tab', ['Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']],
    ['Shift now and then between letters', ['Shift', 'a', 'Shift', 'b', 'Shift', 'Shift']],
    ['changing the keyboard’s language', ['Control+Shift', 'Control+Shift', 'Control+Shift']],
  ])('quick exit stays away from %s', async (_, presses) => {
    const { page, context } = await openChat(browser, site.address)
    await page.focus('iom-chat textarea')
    for (const press of presses) await page.keyboard.press(press)
    await page.waitForTimeout(100)

    expect(page.url()).toContain(site.address)
    expect(await page.evaluate(() => document.documentElement.hidden)).toBe(false)
    await context.close()
  })

  test.each(['before the chat was opened', 'after it was closed'])(
    'Shift three times is the page’s own %s',
    async (when) => {
      const { page, context } = await openChat(browser, site.address)
      if (when.startsWith('before')) {
        await page.evaluate(() => sessionStorage.clear())
        await page.reload()
      } else await page.keyboard.press('Escape')
      for (let press = 0; press < 4; press++) await page.keyboard.press('Shift')
      await page.waitForTimeout(100)

      expect(page.url()).toContain(site.address)
      expect(await page.evaluate(() => document.documentElement.hidden)).toBe(false)
      await context.close()
    },
  )

  test('places near me: the location is used once, shown as a pin, and not kept', async () => {
    const { page, errors, context } = await openChat(browser, site.address)
    await context.grantPermissions(['geolocation'], { origin: site.address })
    await context.setGeolocation({ latitude: 45.65, longitude: 25.6 })
    await page.click('iom-chat [title]')
    await told(page, bot.texts.say('en')('location.title'))
    expect(await page.locator('iom-chat .mine').allInnerTexts()).toEqual(['📍'])
    await page.reload()
    await page.waitForSelector('iom-chat .mine')

    expect(await page.locator('iom-chat .mine').allInnerTexts()).toEqual(['📍'])
    expect(errors).toEqual([])
    await context.close()
  })

  test('a location that cannot be found is told in a sentence of its own', async () => {
    const { page, context } = await openChat(browser, site.address)
    await page.click('iom-chat [title]')
    await told(page, bot.texts.widget('en').noLocation ?? '-')

    expect(await page.locator('iom-chat .mine').count()).toBe(0)
    await context.close()
  })

  test('what to do with a number is heard with it', async () => {
    const { page, context } = await openChat(browser, site.address)
    await page.click('iom-chat .sos')
    const link = page.locator('iom-chat .numbers a').first()

    expect(await link.getAttribute('aria-label')).toBeNull()
    expect(await link.ariaSnapshot()).toContain('link "Call 112 emergency: police, ambulance, fire; free"')
    await context.close()
  })

  test('no rule of WCAG 2.2 A and AA is broken that axe can see', async () => {
    const { page, context } = await openChat(browser, site.address)
    await ask(page, 'how can i go home')
    await page.click('iom-chat .sos')
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    // The page's policy forbids foreign scripts, so the checker is evaluated rather than loaded.
    await page.evaluate(axe)
    const violations = await page.evaluate(async () => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
      const result = await (
        window as never as {
          axe: { run: (o: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
        }
      ).axe.run({ runOnly: tags, rules: { 'label-content-name-mismatch': { enabled: true } } })
      return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    })

    expect(violations).toEqual([])
    await context.close()
  })
})

test('the widget is one small file without dependencies', async () => {
  const bot = await fixtureBot({ training: 'off' })
  const { buildWidget } = await import('../../src/server/widget.ts')
  const languages = Object.fromEntries(
    [...bot.locales.values()].map(({ tag, name, direction }) => [
      tag,
      { name, direction, labels: bot.texts.widget(tag) },
    ]),
  )
  const code = buildWidget(languages)
  await bot.stop()

  expect(code).not.toMatch(
    /\bimport\b|\brequire\(|innerHTML|outerHTML|insertAdjacentHTML|\beval\(|localStorage/,
  )
  // Two fifths of it are the labels of sixteen languages, the danger numbers among them.
  expect(gzipSync(code).length).toBeLessThan(18_500)
})
