/** `<iom-chat>`: a launcher and a panel. Attributes: `lang`, `server`, `exit-url`, `open`. */

/** Where the script came from is where the bot is, unless the page says otherwise. */
const SCRIPT_ORIGIN =
  document.currentScript instanceof HTMLScriptElement ? new URL(document.currentScript.src).origin : ''
/** A page that tells nothing about who was here. */
const NEUTRAL_PAGE = 'https://www.google.com/'
/** Three presses of Shift within this time leave the page. */
const EXIT_WITHIN = 1_500
const LONGEST_TEXT = 2_000

class IomChat extends HTMLElement {
  private root = this.attachShadow({ mode: 'open' })
  private line: BotLine | undefined
  private tag = 'en'
  private shifts: number[] = []
  /** Shift is held, and nothing else was pressed since. */
  private shiftAlone = false
  /** The numbers that the danger button showed, until the bot's own reply takes their place. */
  private numbers: HTMLElement | undefined
  private launcher = make('button', { type: 'button', className: 'open' })
  private panel = make('section', { className: 'panel', hidden: true })
  private heading = make('h2', { id: 'title' })
  private log = make('div', { className: 'log', tabIndex: 0 })
  private status = make('p', { className: 'status' })
  private input = make('textarea', { rows: 1, maxLength: LONGEST_TEXT, autocomplete: 'off' })
  private submit = make('button', { type: 'submit' })
  private picker = make('select')
  private sos = make('button', { type: 'button', className: 'sos' })
  private near = make('button', { type: 'button' })
  private exit = make('button', { type: 'button', className: 'exit' })
  private shut = make('button', { type: 'button' })
  private menu = make('button', { type: 'button', className: 'menu' })
  /** What stands behind the menu button where the window is low. */
  private more = make('div', { className: 'more' }, [this.shut, this.picker, this.near])
  private hint = make('p', { className: 'status hint' })
  private typing = make('div', { className: 'typing', hidden: true })

  connectedCallback(): void {
    addEventListener('online', this.onNetwork)
    addEventListener('offline', this.onNetwork)
    if (this.root.childElementCount === 0) {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(STYLE)
      this.root.adoptedStyleSheets = [sheet]
      this.build()
      this.speak(this.firstLanguage())
      if (this.hasAttribute('open') || readResumable()) this.show(false)
    } else if (!this.panel.hidden) {
      // The page moved the element to another place.
      this.watch(true)
      void this.line?.connect()
    }
  }

  disconnectedCallback(): void {
    removeEventListener('online', this.onNetwork)
    removeEventListener('offline', this.onNetwork)
    this.watch(false)
    this.line?.close()
  }

  private build(): void {
    for (const [tag, { name }] of Object.entries(LABELS))
      this.picker.append(make('option', { value: tag, lang: tag }, [name]))
    this.log.setAttribute('role', 'log')
    this.log.setAttribute('aria-live', 'polite')
    this.status.setAttribute('role', 'status')
    this.panel.setAttribute('role', 'dialog')
    this.panel.setAttribute('aria-labelledby', 'title')
    this.launcher.setAttribute('aria-expanded', 'false')
    this.launcher.onclick = () => this.show(true)
    this.shut.onclick = () => this.hide()
    this.exit.onclick = () => this.leave()
    this.sos.onclick = () => this.danger()
    this.near.onclick = () => this.locate()
    this.menu.onclick = () => this.unfold(!this.more.classList.contains('unfolded'))
    this.picker.onchange = () => this.changeLanguage(this.picker.value)
    const form = make('form', {}, [this.input, this.submit])
    form.onsubmit = (event) => {
      event.preventDefault()
      this.write()
    }
    this.input.onkeydown = (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      this.write()
    }
    this.unfold(false)
    const header = make('header', {}, [this.heading, this.menu, this.more, this.sos, this.exit])
    this.near.hidden = !('geolocation' in navigator)
    this.panel.append(header, this.hint, this.log, this.status, form)
    this.panel.onkeydown = (event) => {
      if (event.key !== 'Escape') return
      if (this.more.classList.contains('unfolded')) {
        this.unfold(false)
        this.menu.focus()
      } else this.hide()
    }
    this.log.append(this.typing)
    this.root.append(this.launcher, this.panel)
  }

  /** The page's wish, then the browser's, then English. */
  private firstLanguage(): string {
    const wishes = [this.getAttribute('lang'), ...navigator.languages].map(
      (wish) => wish?.toLowerCase() ?? '',
    )
    return wishes.map((wish) => wish.split('-')[0] ?? '').find((tag) => tag in LABELS) ?? 'en'
  }

  private say: Say = (key, number = '') =>
    (LABELS[this.tag]?.labels[key] ?? LABELS.en?.labels[key] ?? key).replace('{{number}}', number)

  /** Puts every label into a language. */
  private speak(tag: string): void {
    if (!(tag in LABELS)) return
    this.tag = tag
    this.picker.value = tag
    const { direction } = LABELS[tag] as WidgetLabels
    for (const element of [this.panel, this.launcher]) {
      element.dir = direction
      element.lang = tag
    }
    this.launcher.textContent = this.say('open')
    this.heading.textContent = this.say('title')
    this.exit.textContent = this.say('exit')
    this.hint.textContent = this.say('exitHint')
    this.sos.textContent = this.say('danger')
    this.near.textContent = '📍'
    this.near.title = this.say('locationHint')
    this.near.setAttribute('aria-label', `${this.say('location')}. ${this.say('locationHint')}`)
    this.shut.textContent = '✕'
    this.shut.setAttribute('aria-label', this.say('close'))
    this.menu.textContent = '☰'
    this.menu.setAttribute('aria-label', this.say('menu'))
    this.submit.textContent = this.say('send')
    this.input.placeholder = this.say('placeholder')
    this.input.setAttribute('aria-label', this.say('placeholder'))
    this.picker.setAttribute('aria-label', this.say('language'))
    this.log.setAttribute('aria-label', this.say('messages'))
    this.typing.textContent = this.say('typing')
  }

  private show(focus: boolean): void {
    this.panel.hidden = false
    this.launcher.hidden = true
    this.launcher.setAttribute('aria-expanded', 'true')
    this.watch(true)
    if (focus) this.input.focus()
    if (this.line) return
    const server = this.getAttribute('server') ?? SCRIPT_ORIGIN
    this.line = new BotLine(
      server,
      {
        activity: (activity) => this.take(activity),
        state: (state) => this.tell(state),
        fresh: () => this.clear(),
      },
      () => this.tag,
    )
    void this.line.connect()
  }

  private hide(): void {
    this.panel.hidden = true
    this.launcher.hidden = false
    this.launcher.setAttribute('aria-expanded', 'false')
    this.unfold(false)
    this.watch(false)
    this.launcher.focus()
  }

  private unfold(unfolded: boolean): void {
    this.more.classList.toggle('unfolded', unfolded)
    this.menu.setAttribute('aria-expanded', String(unfolded))
  }

  private tell(state: LineState): void {
    this.status.textContent =
      state === 'on'
        ? ''
        : this.say(state === 'connecting' ? 'connecting' : navigator.onLine ? 'reconnecting' : 'failed')
  }

  private take(activity: WidgetActivity): void {
    const reply = activity.channelData?.reply
    const mine = activity.from?.role !== 'bot'
    if (activity.type === 'typing') {
      this.typing.hidden = mine
      return
    }
    if (activity.type !== 'message') return
    if (mine) {
      // After a reload or from another tab; a message without text was a location.
      this.add(make('div', { className: 'turn mine', dir: 'auto' }, [activity.text || '📍']))
      return
    }
    this.typing.hidden = true
    if (reply?.effect === 'forget') this.clear()
    if (reply && reply.lang !== this.tag) this.speak(reply.lang)
    const element = reply
      ? replyElement(reply, this.say, (choice) => this.choose(choice))
      : make('div', { className: 'turn' }, [make('p', {}, [activity.text ?? ''])])
    // In the same place, so that no number moves away from under a finger.
    if (
      reply?.kind === 'command' &&
      reply.numbers.length > 0 &&
      this.numbers &&
      !this.isFocused(this.numbers)
    )
      this.numbers.replaceWith(element)
    else this.add(element)
    if (reply?.numbers.length) this.numbers = undefined
    if (reply?.effect === 'forget') this.line?.drop()
  }

  private isFocused(element: HTMLElement): boolean {
    return element.contains(this.root.activeElement)
  }

  private add(element: HTMLElement): void {
    const { log } = this
    log.insertBefore(element, this.typing)
    // The beginning of a long reply matters more than its end.
    log.scrollTop =
      element.offsetHeight > log.clientHeight ? element.offsetTop - log.offsetTop - 8 : log.scrollHeight
  }

  private write(): void {
    const text = this.input.value.trim()
    if (text === '') return
    this.input.value = ''
    this.deliver(text, { text })
  }

  private choose({ id, label }: WidgetChoice): void {
    this.deliver(label, { text: label, value: { choice: id } })
  }

  /** Shows the numbers at once, and asks the bot as well. */
  private danger(): void {
    this.choose({ id: 'cmd:sos', label: this.say('danger') })
    this.numbers = dangerNumbers(this.say)
    this.numbers.dir = this.panel.dir
    this.numbers.lang = this.tag
    this.add(this.numbers)
  }

  private changeLanguage(tag: string): void {
    const name = LABELS[tag]?.name ?? tag
    this.speak(tag)
    this.choose({ id: `lang:${tag}`, label: name })
  }

  /** Shows what is sent at once, and below it whether it waits or failed. */
  private deliver(shown: string, body: object): void {
    const send = () => this.line?.send(body, tell)
    const { element, tell: mark } = ownMessage(shown, this.say, send)
    const tell = (delivery: Delivery) => {
      mark(delivery)
      if (element.nextSibling === this.typing) this.log.scrollTop = this.log.scrollHeight
    }
    // Where the window is low, the hint has been read by now and makes room.
    this.panel.classList.add('used')
    this.add(element)
    send()
  }

  private locate(): void {
    this.status.textContent = ''
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) =>
        this.deliver('📍', { entities: [{ type: 'GeoCoordinates', latitude, longitude }] }),
      () => {
        this.status.textContent = this.say('noLocation')
      },
      { timeout: 10_000, maximumAge: 60_000 },
    )
  }

  /** Empties the log but for what has yet to be sent. */
  private clear(): void {
    this.numbers = undefined
    for (const element of [...this.log.children])
      if (element !== this.typing && !element.classList.contains('waiting')) element.remove()
  }

  private onNetwork = (): void => {
    if (navigator.onLine) this.line?.wake()
    else this.line?.lose()
  }

  /** Follows the keys of the whole page, but only while the chat is open. */
  private watch(on: boolean): void {
    this.shifts = []
    this.shiftAlone = false
    for (const type of ['keydown', 'keyup', 'pointerdown'])
      on ? addEventListener(type, this.onPress, true) : removeEventListener(type, this.onPress, true)
  }

  /** A Shift counts when it is let go and was pressed for nothing else: not for a capital, not for going back. */
  private onPress = (event: Event): void => {
    const key = event instanceof KeyboardEvent && event.key === 'Shift' ? event : undefined
    if (!key || key.ctrlKey || key.altKey || key.metaKey) {
      this.shifts = []
      this.shiftAlone = false
    } else if (key.type === 'keydown') {
      if (!key.repeat) this.shiftAlone = true
    } else if (this.shiftAlone) {
      this.shiftAlone = false
      const now = Date.now()
      this.shifts = [...this.shifts.filter((at) => now - at < EXIT_WITHIN), now]
      if (this.shifts.length >= 3) this.leave()
    }
  }

  /** Blank at once, then a neutral page in the place of this one, so that Back does not lead here. */
  private leave(): void {
    this.shifts = []
    document.documentElement.hidden = true
    document.title = ' '
    document.body?.replaceChildren()
    this.line?.forget()
    location.replace(this.getAttribute('exit-url') ?? NEUTRAL_PAGE)
  }
}

if (!customElements.get('iom-chat')) customElements.define('iom-chat', IomChat)
