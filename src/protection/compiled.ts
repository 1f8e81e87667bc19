// Written by tools/build-danger.ts. Change knowledge/<locale>/danger.json, not this file.
import { ar } from './compiled/ar.ts'
import { bn } from './compiled/bn.ts'
import { en } from './compiled/en.ts'
import { es } from './compiled/es.ts'
import { fa } from './compiled/fa.ts'
import { fr } from './compiled/fr.ts'
import { hi } from './compiled/hi.ts'
import { ne } from './compiled/ne.ts'
import { ps } from './compiled/ps.ts'
import { ro } from './compiled/ro.ts'
import { ru } from './compiled/ru.ts'
import { si } from './compiled/si.ts'
import { tr } from './compiled/tr.ts'
import { uk } from './compiled/uk.ts'
import { ur } from './compiled/ur.ts'
import { vi } from './compiled/vi.ts'
import type { DangerDictionary } from './dictionary.ts'

/** The danger dictionaries as they were when the program was built. */
export function compiledDictionaries(): DangerDictionary[] {
  return Object.entries({ ar, bn, en, es, fa, fr, hi, ne, ps, ro, ru, si, tr, uk, ur, vi }).map(
    ([locale, json]): DangerDictionary => ({ ...JSON.parse(json), locale }),
  )
}
