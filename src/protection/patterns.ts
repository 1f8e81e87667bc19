import type { DangerKind, WordGroup } from './dictionary.ts'

/**
 * Ideas that together tell of danger, in whatever order they are written: one word group of each list must be found.
 * The same patterns serve every language; the words behind a group are the dictionaries' own.
 */
export interface Pattern {
  readonly kind: DangerKind
  readonly all: readonly (readonly WordGroup[])[]
}

const CONTROL: readonly WordGroup[] = ['lock', 'no-leave']
const HARM: readonly WordGroup[] = ['hit', 'weapon', 'rape', 'kill', 'threaten']

export const PATTERNS: readonly Pattern[] = [
  // exploited
  { kind: 'trafficking', all: [['papers'], ['take'], [...CONTROL, ...HARM, 'force', 'debt', 'no-pay', 'sex', 'sell', 'afraid']] },
  { kind: 'trafficking', all: [['force'], ['sex']] },
  { kind: 'trafficking', all: [['sell']] },
  { kind: 'trafficking', all: [['boss', 'smuggler'], [...CONTROL, ...HARM]] },
  { kind: 'trafficking', all: [['boss', 'smuggler'], ['touch']] },
  { kind: 'trafficking', all: [['debt'], [...CONTROL, ...HARM, 'force']] },
  { kind: 'trafficking', all: [['no-pay'], [...CONTROL, ...HARM]] },
  { kind: 'trafficking', all: [['sex'], [...CONTROL, 'hit', 'debt']] },
  { kind: 'trafficking', all: [['force'], ['beg']] },
  { kind: 'trafficking', all: [['child'], ['beg'], ['force', 'hit', 'burn', 'witness', 'somebody']] },
  { kind: 'trafficking', all: [['force'], ['take', 'debt', 'family']] },
  { kind: 'trafficking', all: [['sex'], ['take']] },
  // locked in
  { kind: 'held', all: [['lock'], ['hunger']] },
  { kind: 'held', all: [['lock'], ['no-leave', 'help', 'afraid', 'now', 'somebody']] },
  { kind: 'held', all: [['no-leave'], ['help', 'afraid']] },
  // at home
  { kind: 'violence-home', all: [['partner'], [...HARM, 'lock', 'burn']] },
  { kind: 'violence-home', all: [['partner'], ['no-leave', 'force']] },
  { kind: 'violence-home', all: [['partner'], ['afraid']] },
  { kind: 'violence-home', all: [['family'], ['hit', 'weapon', 'rape', 'kill', 'lock', 'no-leave', 'burn']] },
  // elsewhere
  { kind: 'violence', all: [['rape']] },
  { kind: 'violence', all: [['hit'], ['blood', 'collapse', 'weapon', 'help', 'now', 'afraid', 'somebody', 'witness']] },
  { kind: 'violence', all: [['weapon'], ['somebody', 'now', 'help', 'afraid', 'blood']] },
  // threats
  { kind: 'threat', all: [['threaten'], ['kill', 'burn', 'family', 'child', 'smuggler', 'somebody', 'afraid', 'weapon']] },
  { kind: 'threat', all: [['kill'], ['smuggler', 'somebody', 'family', 'child', 'afraid']] },
  { kind: 'threat', all: [['follow'], ['afraid', 'now', 'somebody', 'help']] },
  { kind: 'threat', all: [['threaten'], ['sex']] },
  { kind: 'threat', all: [['smuggler'], ['family'], ['kill', 'hit', 'lock', 'burn', 'debt']] },
  // suicide
  { kind: 'suicide', all: [['farewell'], ['child', 'collapse', 'now', 'not']] },
  { kind: 'suicide', all: [['height'], ['now']] },
  { kind: 'suicide', all: [['no-will'], ['farewell', 'pills', 'height', 'collapse', 'now']] },
  { kind: 'suicide', all: [['farewell'], ['pills', 'height']] },
  { kind: 'suicide', all: [['pills'], ['collapse']] },
  // children
  { kind: 'child', all: [['child'], ['hit', 'rape', 'touch', 'burn', 'weapon']] },
  { kind: 'child', all: [['child'], ['hunger'], ['lock', 'witness', 'family', 'not', 'height', 'exposure']] },
  { kind: 'child', all: [['child'], ['beg'], ['force', 'hit', 'burn', 'witness']] },
  { kind: 'child', all: [['child-writer'], ['hit', 'rape', 'touch', 'burn', 'hunger', 'lock', 'beg', 'force', 'afraid', 'threaten']] },
  { kind: 'child', all: [['child-writer'], ['somebody', 'sex', 'smuggler']] },
  { kind: 'child-missing', all: [['child'], ['missing']] },
  // body
  { kind: 'medical', all: [['collapse'], ['help', 'now', 'child', 'family', 'partner', 'blood', 'gas', 'pills', 'somebody', 'boss']] },
  { kind: 'medical', all: [['blood'], ['help', 'now', 'collapse', 'birth', 'child', 'family', 'partner', 'boss']] },
  { kind: 'medical', all: [['birth']] },
  { kind: 'medical', all: [['gas'], ['lock', 'collapse', 'child', 'help', 'now']] },
  { kind: 'medical', all: [['pills'], ['child', 'collapse']] },
  // nature
  { kind: 'stranded', all: [['place'], ['exposure']] },
] // biome-ignore format: one pattern a line

/** Groups whose denial ("nobody beats me") takes the danger away. */
export const DENIABLE: ReadonlySet<WordGroup> = new Set([
  'hit', 'weapon', 'lock', 'force', 'rape', 'touch', 'kill', 'threaten', 'follow', 'burn', 'beg', 'blood', 'sell',
]) // biome-ignore format: a list

/** Groups that by themselves may be a sign of danger; the others only tell who, where and when. */
export const SIGNS: ReadonlySet<WordGroup> = new Set([
  'hit', 'weapon', 'lock', 'no-leave', 'force', 'sex', 'sell', 'debt', 'rape', 'touch', 'kill', 'threaten', 'follow',
  'beg', 'hunger', 'burn', 'afraid', 'pills', 'height', 'farewell', 'no-will', 'blood', 'collapse', 'birth', 'gas',
  'missing', 'exposure', 'child-writer',
]) // biome-ignore format: a list

/** Groups that show a calm setting: study and press, definitions, what is long over, figures of speech. */
export const CALM_GROUPS: readonly WordGroup[] = ['study', 'ask-meaning', 'long-ago', 'idiom']
