/** Replies as elements. Words of the bot only ever become text, never markup. */

type Say = (key: string, number?: string) => string

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<Omit<HTMLElementTagNameMap[K], 'dataset' | 'style'>> = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  Object.assign(element, properties)
  element.append(...children)
  return element
}

/** One reply. `onChoice` is called with what was tapped. */
function replyElement(reply: WidgetReply, say: Say, onChoice: (choice: WidgetChoice) => void): HTMLElement {
  const paragraphs = (texts: readonly string[], className = '') =>
    texts.map((text) => make('p', { className }, [text]))
  const numbers = reply.numbers.length > 0 ? [numberRow(reply.numbers, say)] : []
  const notice = paragraphs(reply.notice, 'small')
  const element = make('div', { className: 'turn', dir: reply.direction, lang: reply.lang }, [
    ...numbers,
    // In danger nothing stands before the numbers.
    ...(reply.numbers.length > 0 ? [] : notice),
    ...(reply.title ? [make('h3', {}, [reply.title])] : []),
    ...paragraphs(reply.paragraphs),
    ...reply.contacts.map((contact) => contactCard(contact, say)),
    ...reply.places.map((place) => placeCard(place, say)),
    ...reply.links.map(({ label, url }) => make('p', {}, [outLink(url, label)])),
    ...paragraphs(reply.notes, 'small'),
    ...(reply.source ? paragraphs([reply.source], 'small') : []),
    ...(reply.numbers.length > 0 ? notice : []),
    ...(reply.prompt ? paragraphs([reply.prompt]) : []),
    ...(reply.choices.length > 0 ? [choiceList(reply.choices, onChoice)] : []),
  ])
  if (reply.answerLang) for (const text of element.querySelectorAll('h3')) text.lang = reply.answerLang
  return element
}

function numberRow(lines: readonly WidgetLine[], say: Say): HTMLElement {
  return make(
    'div',
    { className: 'numbers' },
    lines.map((line) => lineLink(line, say)),
  )
}

/** The first numbers of the danger reply, each with the key of its label. They stand here so that they need no network. */
const DANGER_NUMBERS = [
  ['emergency', '112'],
  ['trafficking', '0800 800 678'],
  ['home', '0800 500 333'],
  ['child', '119'],
] as const

function dangerNumbers(say: Say): HTMLElement {
  const lines = DANGER_NUMBERS.map(
    ([key, number]): WidgetLine => ({ dial: number, display: number, via: 'call', label: say(key) }),
  )
  return make('div', { className: 'turn' }, [numberRow(lines, say)])
}

/** What the person sent; below it what became of it, where it did not arrive at once. */
function ownMessage(text: string, say: Say, retry: () => void) {
  const state = make('small')
  const again = make('button', { type: 'button', onclick: retry }, [say('retry')])
  const foot = make('div', { className: 'foot', hidden: true }, [state, again])
  const element = make('div', { className: 'turn mine' }, [make('div', { dir: 'auto' }, [text]), foot])
  const tell = (delivery: Delivery): void => {
    element.className = `turn mine ${delivery}`
    foot.hidden = delivery === 'sent'
    again.hidden = delivery !== 'failed'
    state.textContent = say(delivery === 'failed' ? 'notSent' : 'waiting')
  }
  return { element, tell }
}

function choiceList(choices: readonly WidgetChoice[], onChoice: (choice: WidgetChoice) => void): HTMLElement {
  return make(
    'ul',
    { className: 'choices' },
    choices.map((choice) => {
      const button = make('button', { type: 'button', onclick: () => onChoice(choice) }, [choice.label])
      button.dataset.choice = choice.id
      return make('li', { className: choice.compact ? 'compact' : '' }, [button])
    }),
  )
}

function contactCard({ name, lines, email, url, details }: WidgetContact, say: Say): HTMLElement {
  return make('div', { className: 'card' }, [
    make('strong', {}, [name]),
    ...lines.map((line) => lineLink(line, say)),
    ...(email ? [make('a', { href: `mailto:${email}` }, [make('bdi', {}, [email])])] : []),
    ...(url ? [outLink(url, url.replace(/^https?:\/\//, '').replace(/\/$/, ''))] : []),
    ...details.map((text) => make('span', { className: 'small' }, [text])),
  ])
}

function placeCard({ name, address, mapUrl, details }: WidgetPlace, say: Say): HTMLElement {
  return make('div', { className: 'card' }, [
    make('strong', {}, [name]),
    make('span', {}, [address]),
    ...details.map((text) => make('span', { className: 'small' }, [text])),
    outLink(mapUrl, say('map')),
  ])
}

/** A number to press: by phone, as a text message, or in WhatsApp. */
function lineLink({ dial, display, via, label }: WidgetLine, say: Say): HTMLElement {
  const digits = dial.replace(/[^\d+]/g, '')
  const href =
    via === 'whatsapp'
      ? `https://wa.me/${digits.replace('+', '')}`
      : `${via === 'sms' ? 'sms' : 'tel'}:${digits}`
  // What to do with the number is heard, not seen; in some languages it stands behind the number.
  const [before = '', after = ''] = say(via === 'call' ? 'call' : 'text', '\n').split('\n')
  const heard = (text: string) => (text ? [make('span', { className: 'heard' }, [text])] : [])
  const link = make('a', { href }, [
    ...heard(before),
    make('bdi', { dir: 'ltr' }, [display]),
    ...heard(after),
    ...(label ? [make('small', {}, [label])] : []),
  ])
  if (via === 'whatsapp') safe(link)
  return link
}

function outLink(url: string, label: string): HTMLElement {
  // Only web pages: an address of another kind could run code.
  return /^https?:\/\//.test(url) ? safe(make('a', { href: url }, [label])) : make('span', {}, [label])
}

/** Opens beside the chat, and tells the other site nothing. */
function safe(link: HTMLAnchorElement): HTMLAnchorElement {
  link.target = '_blank'
  link.rel = 'noopener noreferrer'
  return link
}
