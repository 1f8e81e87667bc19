import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16
const ID_BYTES = 4

/** Hides people and values from the store. The keys come from the environment and never go near it. */
export interface Sealer {
  /** Name under which something of a person is kept; the same parts give the same name. */
  nameOf(...parts: readonly string[]): string
  /** The names that earlier keys gave to the same parts, newest first, without today's. */
  earlierNamesOf(...parts: readonly string[]): readonly string[]
  /** Encrypts with the newest key; only opens again under the same name. */
  seal(text: string, name: string): string
  /** Decrypts with whichever key fits; undefined for what was tampered with, or sealed by a key that is gone. */
  open(sealed: string, name: string): string | undefined
}

/**
 * AES-256-GCM for values, HMAC-SHA-256 for names, each with its own key derived (HKDF) from each given one.
 *
 * @param keys 32 bytes each, newest first; empty: a random key that dies with the process.
 * @throws RangeError for a key of another length.
 */
export function createSealer(keys: readonly Buffer[]): Sealer {
  const given = keys.length > 0 ? keys : [randomBytes(KEY_BYTES)]
  const ring = given.map((key) => {
    if (key.length !== KEY_BYTES) throw new RangeError('A key must have 32 bytes.')
    return {
      id: deriveKey(key, 'id').subarray(0, ID_BYTES),
      names: deriveKey(key, 'names'),
      values: deriveKey(key, 'values'),
    }
  })
  const [newest, ...earlier] = ring as [(typeof ring)[number], ...typeof ring]

  return {
    nameOf: (...parts) => hmac(newest.names, parts),
    earlierNamesOf: (...parts) => earlier.map(({ names }) => hmac(names, parts)),
    seal(text, name) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', newest.values, iv).setAAD(Buffer.from(name))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([newest.id, iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed, name) {
      const bytes = Buffer.from(sealed, 'base64url')
      const key = ring.find(({ id }) => bytes.subarray(0, ID_BYTES).equals(id))
      if (!key || bytes.length < ID_BYTES + IV_BYTES + TAG_BYTES) return undefined
      const [iv, tag, body] = [
        bytes.subarray(ID_BYTES, ID_BYTES + IV_BYTES),
        bytes.subarray(ID_BYTES + IV_BYTES, ID_BYTES + IV_BYTES + TAG_BYTES),
        bytes.subarray(ID_BYTES + IV_BYTES + TAG_BYTES),
      ]
      try {
        const decipher = createDecipheriv('aes-256-gcm', key.values, iv, { authTagLength: TAG_BYTES })
        decipher.setAAD(Buffer.from(name)).setAuthTag(tag)
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
      } catch {
        // Tampered with: as good as not there.
        return undefined
      }
    },
  }
}

/** A key of its own for one purpose, so that the same bytes never serve two. */
export function deriveKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `iom-romania-assistant ${purpose}`, KEY_BYTES))
}

/** The parts are told apart by their lengths: `a`, `bc` and `ab`, `c` are two names. */
function hmac(key: Buffer, parts: readonly string[]): string {
  const mac = createHmac('sha256', key)
  for (const part of parts) mac.update(`${Buffer.byteLength(part)}:${part}`)
  return mac.digest('base64url')
}
