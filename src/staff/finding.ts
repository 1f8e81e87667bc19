/** What the tools for staff tell: a fault must be mended, a warning should be. */
import { describeFault, type Fault } from '../fault.ts'

export interface Finding extends Fault {
  /** Name of the rule, for example `numbers in prose`. */
  readonly rule: string
  readonly level: 'fault' | 'warning'
}

/** Shapes a rule's yields: all of one rule bear its name and, unless they say otherwise, its level. */
export function finding(rule: string, level: Finding['level'], fault: Fault): Finding {
  return { ...fault, rule, level }
}

/** Findings as lines grouped by file, with the rule in brackets. */
export function describeFindings(findings: readonly Finding[]): string[] {
  const byFile = Map.groupBy(findings, ({ file }) => file)
  return [...byFile].flatMap(([file, inFile]) => [
    file,
    ...inFile.map(
      (each) => `  ${describeFault({ ...each, file: each.at || 'whole file', at: '' })} [${each.rule}]`,
    ),
  ])
}
