/** Something wrong in a file that people edit: where it is, and how to mend it. */
export interface Fault {
  /** Path as the person sees it, for example `knowledge/en/returns.json`. */
  file: string
  /** Place inside the file, for example `avrr-ticket.phrasings[3]`. Empty: the whole file. */
  at: string
  problem: string
  remedy: string
}

/** One fault as one line for people: file, place, problem, remedy. */
export function describeFault({ file, at, problem, remedy }: Fault): string {
  return `${file}${at ? ` at ${at}` : ''}: ${problem} ${remedy}`
}

/** The bot cannot start on these files. Names every fault, not only the first. */
export class ContentError extends Error {
  override readonly name = 'ContentError'
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(['The content cannot be used:', ...faults.map(describeFault)].join('\n'))
    this.faults = faults
  }
}

/** The environment is set in a way that cannot work. Names every variable that is wrong, and what to set. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(['The settings cannot be used:', ...faults.map(describeFault)].join('\n'))
    this.faults = faults
  }
}
