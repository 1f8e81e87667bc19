import { type DirectLine, DirectLineError } from '../../../src/channels/botframework/directline.ts'
import { pause } from './parrot.ts'

export const SITE = 'https://site.example'
export const MINUTE = 60_000

export interface Talk {
  readonly id: string
  readonly token: string
  say(text: string, more?: object): void
  /** The texts after a watermark, each with who said it. */
  texts(watermark?: string): string[]
}

/** A conversation that has been welcomed. */
export async function begin(line: DirectLine, body: object = {}): Promise<Talk> {
  const { token, conversationId: id } = line.generate(SITE)
  const caller = { token, origin: SITE }
  line.begin(caller, body)
  await pause(5)
  return {
    id,
    token,
    say: (text, more = {}) => void line.post(caller, id, { type: 'message', text, ...more }),
    texts: (watermark) =>
      line.poll(caller, id, watermark).activities.map(({ from, text }) => `${from?.role}: ${text}`),
  }
}

/** The status and code of a refusal. */
export function refusal(action: () => unknown): string {
  try {
    action()
    return 'none'
  } catch (error) {
    return error instanceof DirectLineError ? `${error.status} ${error.code}` : String(error)
  }
}
