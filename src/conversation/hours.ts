import Holidays from 'date-holidays'
import type { Hours } from '../knowledge/shared.ts'

/** A moment of the week in Romanian time. */
export interface WeekTime {
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number
  /** HH:MM */
  readonly time: string
}

export interface OpenState {
  readonly open: boolean
  /** When it closes today; left out where it never closes. */
  readonly closesAt?: WeekTime
  /** When it opens next; only while closed. */
  readonly opensAt?: WeekTime
}

const ROMANIA = new Holidays('RO', { types: ['public'], timezone: 'Europe/Bucharest' })
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Bucharest',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const DAY_MS = 86_400_000
/** Longer than any run of weekend and holidays. */
const DAYS_AHEAD = 14
const LAST_WEEKDAY = { 'mon-fri': 5, 'mon-sat': 6, 'mon-sun': 7 } as const

/** Public holidays by year, as YYYY-MM-DD; a year is computed once. */
const holidays = new Map<number, ReadonlySet<string>>()

/**
 * Whether somebody is there now, by Romanian time (the clock is passed in), and until or from when. Public holidays
 * count as closed, except for hours of all seven days. `closes` lies after `opens`, on the same day.
 * Undefined where the hours are not known.
 */
export function openState(hours: Hours | undefined, now: Date): OpenState | undefined {
  if (!hours) return undefined
  if ('always' in hours) return { open: true }
  const { day, time } = romanianTime(now)
  if (isOpenDay(hours.days, day) && time < hours.closes) {
    return time >= hours.opens
      ? { open: true, closesAt: { weekday: weekdayOf(day), time: hours.closes } }
      : { open: false, opensAt: { weekday: weekdayOf(day), time: hours.opens } }
  }
  for (let ahead = 1; ahead <= DAYS_AHEAD; ahead++) {
    const later = dayAfter(day, ahead)
    if (isOpenDay(hours.days, later)) {
      return { open: false, opensAt: { weekday: weekdayOf(later), time: hours.opens } }
    }
  }
  return { open: false }
}

/** The day (YYYY-MM-DD) and time (HH:MM) that a clock on a Romanian wall shows. */
function romanianTime(now: Date): { day: string; time: string } {
  const parts = new Map(CLOCK.formatToParts(now).map(({ type, value }) => [type, value]))
  return {
    day: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    time: `${parts.get('hour')}:${parts.get('minute')}`,
  }
}

function isOpenDay(days: keyof typeof LAST_WEEKDAY, day: string): boolean {
  return weekdayOf(day) <= LAST_WEEKDAY[days] && (days === 'mon-sun' || !holidaysOf(day).has(day))
}

/** 1 Monday to 7 Sunday. */
function weekdayOf(day: string): number {
  return new Date(`${day}T12:00:00Z`).getUTCDay() || 7
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

function holidaysOf(day: string): ReadonlySet<string> {
  const year = Number(day.slice(0, 4))
  const known = holidays.get(year)
  if (known) return known
  const found = new Set<string>()
  for (const { date, start, end, type } of ROMANIA.getHolidays(year)) {
    if (type !== 'public') continue
    // New Year is one holiday of two days; an hour more or less is daylight saving time
    const length = Math.round((end.getTime() - start.getTime()) / DAY_MS)
    for (let i = 0; i < length; i++) found.add(dayAfter(date.slice(0, 10), i))
  }
  holidays.set(year, found)
  return found
}
