import type { Knowledge } from '../knowledge/load.ts'
import type { TownFinder } from '../knowledge/towns.ts'
import type { Detector } from '../language/detect.ts'
import type { Protection } from '../protection/protection.ts'
import type { Search } from '../search/search.ts'
import type { ActSearch, SmalltalkIndex } from './smalltalk.ts'

/**
 * Everything that is built from one version of the content. A turn takes one brain at its start and keeps it, so a
 * reload in the middle of a turn changes nothing for it.
 */
export interface Brain {
  readonly knowledge: Knowledge
  readonly search: Search
  readonly detector: Detector
  readonly danger: Protection
  readonly smalltalk: SmalltalkIndex
  readonly acts: ActSearch
  readonly towns: TownFinder
}
