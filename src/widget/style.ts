/** Styles of the shadow root. Logical properties only, so right-to-left needs no second sheet. */
const STYLE = `
:host { --ink: #1b1f2a; --paper: #fff; --soft: #eef2f8; --accent: #0033a0; --on-accent: #fff; --danger: #a40e26; all: initial; font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink) }
@media (prefers-color-scheme: dark) { :host { --ink: #eef1f7; --paper: #171a22; --soft: #242936; --accent: #8fb3ff; --on-accent: #0b1020; --danger: #ff8f9d } }
* { box-sizing: border-box }
[hidden] { display: none !important }
button, input, select, textarea { font: inherit; color: inherit }
button { cursor: pointer; border: 0; border-radius: 10px; background: var(--soft); padding: 10px 14px; min-height: 44px; text-align: start }
a { color: var(--accent); position: relative }
.heard { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.open { position: fixed; inset-block-end: 16px; inset-inline-end: 16px; z-index: 2147483000; background: var(--accent); color: var(--on-accent); border-radius: 999px; padding: 14px 20px; font-weight: 600; box-shadow: 0 4px 16px #0005 }
.panel { position: fixed; inset-block-end: 16px; inset-inline-end: 16px; z-index: 2147483001; inline-size: min(400px, calc(100vw - 32px)); block-size: min(640px, calc(100vh - 32px)); block-size: min(640px, calc(100dvh - 32px)); display: flex; flex-direction: column; background: var(--paper); border: 1px solid #8886; border-radius: 16px; overflow: hidden; overflow: clip; box-shadow: 0 8px 32px #0006 }
@media (max-width: 480px), (max-height: 480px) { .panel { inset-block: 0; inset-inline: auto 0; inline-size: min(100vw, 640px); block-size: 100vh; block-size: 100dvh; border-radius: 0; border: 0 } }
header { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; padding: 8px 10px; background: var(--soft) }
header h2 { flex: 1 1 75%; margin: 0; font-size: 16px }
header button, header select { background: var(--paper); border: 1px solid #8886; border-radius: 8px; min-height: 44px; padding: 6px 10px }
header select { flex: 1; min-inline-size: 72px }
.more { display: contents }
.menu { display: none }
.exit, .sos { color: var(--danger); font-weight: 600 }
.log { flex: 1; overflow-y: auto; padding: 12px; display: flex; flex-direction: column; gap: 10px; overscroll-behavior: contain }
.turn { max-inline-size: 92%; padding: 10px 12px; border-radius: 14px; background: var(--soft); align-self: flex-start; overflow-wrap: anywhere }
.mine { align-self: flex-end; background: var(--accent); color: var(--on-accent) }
.failed { border: 2px dashed var(--danger) }
.foot small { display: block; font-size: 13px }
.foot button { background: var(--paper); color: var(--ink); margin-block-start: 6px }
.turn p, .turn h3 { margin: 0 0 8px }
.turn h3 { font-size: 16px }
.turn > :last-child { margin-block-end: 0 }
.numbers { display: flex; flex-wrap: wrap; gap: 8px; margin-block-end: 8px }
.numbers a { background: var(--danger); color: var(--paper); font-size: 20px; font-weight: 700; padding: 10px 14px; border-radius: 10px; text-decoration: none; min-height: 44px }
a small { display: block; font-size: 13px; font-weight: 400 }
.card { border: 1px solid #8886; border-radius: 10px; padding: 8px 10px; margin-block-end: 8px; background: var(--paper) }
.card strong, .card a, .card span { display: block }
.card a { padding-block: 10px; min-height: 44px; font-weight: 600 }
.small { font-size: 14px; opacity: .85 }
.choices { display: flex; flex-wrap: wrap; gap: 8px; padding: 0; margin: 0; list-style: none }
.choices li { flex: 1 1 100% }
.choices li.compact { flex: 0 1 auto }
.choices button { inline-size: 100%; border: 1px solid var(--accent); background: var(--paper); color: var(--accent) }
form { display: flex; gap: 8px; padding: 10px; border-block-start: 1px solid #8886 }
textarea { flex: 1; resize: none; block-size: 46px; padding: 10px; border: 1px solid #888; border-radius: 10px; background: var(--paper) }
form button { background: var(--accent); color: var(--on-accent); font-weight: 600 }
.status { margin: 0; padding: 2px 12px; font-size: 13px }
.status:empty { padding: 0 }
.typing { align-self: flex-start; opacity: .7; padding: 4px 12px }
@media (max-height: 480px) {
  header { padding: 4px 8px }
  header h2, .more { display: none }
  .menu { display: block }
  .more.unfolded { display: flex; gap: 6px; order: 1; flex: 1 1 100% }
  .exit, .sos { flex: 1; font-size: 14px; line-height: 1.2; text-align: center }
  .hint { font-size: 12px; line-height: 1.3 }
  .used .hint { display: none }
  .log { padding: 8px }
  form { padding: 4px 8px }
}
@media (prefers-reduced-motion: no-preference) { .log { scroll-behavior: smooth } }
@media (forced-colors: active) { .panel, .turn, .card, button { border: 1px solid CanvasText } }
`
