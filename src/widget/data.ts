/*
 * The widget is one file for the browser. Its parts are scripts that share one scope: they import nothing,
 * and the server joins them in the order of tsconfig.json.
 */

/** Labels per language tag, put in by the server from `locales/<locale>/widget.json`, with name and direction. */
declare const LABELS: Readonly<Record<string, WidgetLabels>>

interface WidgetLabels {
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
  readonly labels: Readonly<Record<string, string>>
}

interface WidgetLine {
  readonly dial: string
  readonly display: string
  readonly via: 'call' | 'sms' | 'whatsapp'
  readonly label?: string
}

interface WidgetContact {
  readonly name: string
  readonly lines: readonly WidgetLine[]
  readonly email?: string
  readonly url?: string
  readonly details: readonly string[]
}

interface WidgetPlace {
  readonly name: string
  readonly address: string
  readonly mapUrl: string
  readonly details: readonly string[]
}

interface WidgetChoice {
  readonly id: string
  readonly label: string
  readonly compact?: true
}

/** The reply as `channelData.reply` carries it, version 1. */
interface WidgetReply {
  readonly version: 1
  readonly kind: string
  readonly lang: string
  readonly answerLang?: string
  readonly direction: 'ltr' | 'rtl'
  readonly numbers: readonly WidgetLine[]
  readonly notice: readonly string[]
  readonly title?: string
  readonly paragraphs: readonly string[]
  readonly contacts: readonly WidgetContact[]
  readonly places: readonly WidgetPlace[]
  readonly links: readonly { readonly label: string; readonly url: string }[]
  readonly notes: readonly string[]
  readonly source?: string
  readonly prompt?: string
  readonly choices: readonly WidgetChoice[]
  readonly effect?: 'forget'
}

interface WidgetActivity {
  readonly type: string
  readonly id?: string
  readonly text?: string
  readonly from?: { readonly id?: string; readonly role?: string }
  readonly value?: { readonly choice?: string }
  readonly channelData?: { readonly reply?: WidgetReply; readonly clientActivityID?: string }
}
