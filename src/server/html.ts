/** Puts a text where HTML is expected. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.codePointAt(0)};`)
}

const STYLE =
  'body{font:18px/1.55 system-ui,sans-serif;margin:0 auto;max-width:42rem;padding:2rem 1rem;color:#1b1f2a;background:#fff}' +
  'h1{line-height:1.2}a{color:#0033a0}code{background:#eef2f8;padding:.1em .3em;border-radius:4px}' +
  'nav a{display:inline-block;padding:.6rem .5rem}' +
  '@media (prefers-color-scheme:dark){body{color:#eef1f7;background:#171a22}a{color:#8fb3ff}code{background:#242936}}'

/** A page that embeds the widget as another website would: one script, one element. */
export function demoPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>Information</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>The assistant on a website</h1>
<p>This page shows the chat widget as any website can embed it. Open the chat in the corner and ask, for example,
“How can I learn Romanian?”, “vreau sa ma intorc acasa” or “де зареєструвати тимчасовий захист”.</p>
<p>Embedding takes two lines; the server must list the website's origin in <code>ALLOWED_ORIGINS</code>:</p>
<p><code>&lt;script src="https://your-server/widget.js" defer&gt;&lt;/script&gt;</code><br>
<code>&lt;iom-chat&gt;&lt;/iom-chat&gt;</code></p>
<p>The assistant is a machine. It is not for emergencies: in danger call <a href="tel:112">112</a>.</p>
<p><a href="/privacy">Privacy notice</a></p>
</main>
<iom-chat></iom-chat>
<script src="/widget.js"></script>
</body>
</html>
`
}

export interface PrivacyPage {
  readonly lang: string
  readonly direction: 'ltr' | 'rtl'
  readonly title: string
  readonly paragraphs: readonly string[]
  /** All languages in which the notice can be read. */
  readonly languages: readonly { readonly tag: string; readonly name: string }[]
}

/** The full privacy notice as a page of its own, with a link to each language. */
export function privacyPage({ lang, direction, title, paragraphs, languages }: PrivacyPage): string {
  const links = languages
    .map(
      ({ tag, name }) =>
        `<a href="/privacy?lang=${escapeHtml(tag)}" lang="${escapeHtml(tag)}">${escapeHtml(name)}</a>`,
    )
    .join('\n')
  return `<!doctype html>
<html lang="${escapeHtml(lang)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<nav>${links}</nav>
<main>
<h1>${escapeHtml(title)}</h1>
${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')}
</main>
</body>
</html>
`
}
