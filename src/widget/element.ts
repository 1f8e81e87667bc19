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
  /** Texts that are shown already and have yet to come back on the stream. */
  private pending: string[] = []
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
  private hint = make('p', { className: 'status' })
  private typing = make('div', { className: 'typing', hidden: true })

  connectedCallback(): void {
    if (this.root.childElementCount > 0) return
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLE)
    this.root.adoptedStyleSheets = [sheet]
    this.build()
    this.speak(this.firstLanguage())
    addEventListener('keydown', this.onKey)
    if (this.hasAttribute('open') || readResumable()) this.show(false)
  }

  disconnectedCallback(): void {
    removeEventListener('keydown', this.onKey)
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
    this.sos.onclick = () => this.choose({ id: 'cmd:sos', label: this.say('danger') })
    this.near.onclick = () => this.locate()
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
    const header = make('header', {}, [this.heading, this.shut, this.picker, this.near, this.sos, this.exit])
    this.near.hidden = !('geolocation' in navigator)
    this.panel.append(header, this.hint, this.log, this.status, form)
    this.panel.onkeydown = (event) => {
      if (event.key === 'Escape') this.hide()
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
    this.launcher.focus()
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
      // Our own words come back on the stream; after a reload they are all there is of the conversation.
      const shown = this.pending.indexOf(activity.text ?? '')
      if (shown >= 0) this.pending.splice(shown, 1)
      else if (activity.text) this.addMine(activity.text)
      return
    }
    this.typing.hidden = true
    if (reply?.effect === 'forget') this.clear()
    if (reply && reply.lang !== this.tag) this.speak(reply.lang)
    const element = reply
      ? replyElement(reply, this.say, (choice) => this.choose(choice))
      : make('div', { className: 'turn' }, [make('p', {}, [activity.text ?? ''])])
    this.add(element)
    if (reply?.effect === 'forget') this.line?.drop()
  }

  private add(element: HTMLElement): void {
    this.log.insertBefore(element, this.typing)
    // The beginning of a long reply matters more than its end.
    element.scrollIntoView({ block: 'nearest' })
    if (element.offsetHeight > this.log.clientHeight)
      this.log.scrollTop = element.offsetTop - this.log.offsetTop - 8
    else this.log.scrollTop = this.log.scrollHeight
  }

  private addMine(text: string): HTMLElement {
    const element = make('div', { className: 'turn mine', dir: 'auto' }, [text])
    this.add(element)
    return element
  }

  private write(): void {
    const text = this.input.value.trim()
    if (text === '') return
    this.input.value = ''
    void this.deliver(text, { text })
  }

  private choose({ id, label }: WidgetChoice): void {
    void this.deliver(label, { text: label, value: { choice: id } })
  }

  private changeLanguage(tag: string): void {
    const name = LABELS[tag]?.name ?? tag
    this.speak(tag)
    this.choose({ id: `lang:${tag}`, label: name })
  }

  /** Shows what is sent at once; marks it where it did not arrive, and a tap tries again. */
  private async deliver(shown: string, body: object): Promise<void> {
    const element = this.addMine(shown)
    this.pending.push(shown)
    const attempt = async () => {
      element.classList.remove('failed')
      element.onclick = null
      try {
        if (!this.line) throw new Error('not connected')
        await this.line.send(body)
        this.status.textContent = ''
      } catch {
        element.classList.add('failed')
        this.status.textContent = this.say('notSent')
        element.onclick = () => void attempt()
      }
    }
    await attempt()
  }

  private locate(): void {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) =>
        void this.deliver('📍', { entities: [{ type: 'GeoCoordinates', latitude, longitude }] }),
      () => {
        this.status.textContent = this.say('notSent')
      },
      { timeout: 10_000, maximumAge: 60_000 },
    )
  }

  private clear(): void {
    this.pending = []
    for (const element of [...this.log.children]) if (element !== this.typing) element.remove()
  }

  private onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Shift' || event.repeat) return
    const now = Date.now()
    this.shifts = [...this.shifts.filter((at) => now - at < EXIT_WITHIN), now]
    if (this.shifts.length >= 3) this.leave()
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
