import type { Knowledge } from '../knowledge/load.ts'
import type { TownFinder } from '../knowledge/towns.ts'
import type { Detector } from '../language/detect.ts'
import type { DangerDetector } from '../protection/danger.ts'
import type { Search } from '../search/search.ts'
import type { SmalltalkIndex } from './smalltalk.ts'

/**
 * Everything that is built from one version of the content. A turn takes one brain at its start and keeps it, so a
 * reload in the middle of a turn changes nothing for it.
 */
export interface Brain {
  readonly knowledge: Knowledge
  readonly search: Search
  readonly detector: Detector
  readonly danger: DangerDetector
  readonly smalltalk: SmalltalkIndex
  readonly towns: TownFinder
}
