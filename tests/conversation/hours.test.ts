import { openState } from '../../src/conversation/hours.ts'

const OFFICE = { days: 'mon-fri', opens: '08:00', closes: '16:00' } as const
const LINE = { days: 'mon-sun', opens: '08:00', closes: '20:00' } as const
const SHOP = { days: 'mon-sat', opens: '09:00', closes: '13:00' } as const

describe('an office of Monday to Friday, 8 to 16, by Romanian time', () => {
  test.each([
    // instant in UTC, open, opens next or closes
    ['2026-11-24T07:00:00Z', true, 2, '16:00'], // Tuesday 9:00, winter time is two hours ahead
    ['2026-11-24T05:59:00Z', false, 2, '08:00'], // a minute before it opens
    ['2026-11-24T06:00:00Z', true, 2, '16:00'],
    ['2026-11-24T13:59:00Z', true, 2, '16:00'],
    ['2026-11-24T14:00:00Z', false, 3, '08:00'], // closed on the dot, until Wednesday
    ['2026-07-22T05:30:00Z', true, 3, '16:00'], // summer time is three hours ahead
    ['2026-07-22T13:30:00Z', false, 4, '08:00'],
    ['2026-11-20T15:00:00Z', false, 1, '08:00'], // Friday evening → Monday
    ['2026-11-21T22:30:00Z', false, 1, '08:00'], // it is Sunday already in Romania
    ['2026-11-27T15:00:00Z', false, 3, '08:00'], // Saint Andrew and the National Day are Monday and Tuesday
    ['2026-12-01T08:00:00Z', false, 3, '08:00'], // on the National Day itself
    ['2026-04-10T08:00:00Z', false, 2, '08:00'], // Orthodox Good Friday to Easter Monday
    ['2025-12-31T20:00:00Z', false, 1, '08:00'], // 1 and 2 January 2026, then a weekend
    ['2026-01-05T21:00:00Z', false, 4, '08:00'], // 6 and 7 January
    ['2026-06-01T09:00:00Z', false, 2, '08:00'], // Whit Monday and Children's Day
  ])('%s: open %s, %s %s', (now, open, weekday, time) => {
    expect(openState(OFFICE, new Date(now))).toEqual(
      open ? { open, closesAt: { weekday, time } } : { open, opensAt: { weekday, time } },
    )
  })

  test('on the night of the clock change nothing is skipped', () => {
    expect(openState(OFFICE, new Date('2026-03-29T00:30:00Z'))).toEqual({
      open: false,
      opensAt: { weekday: 1, time: '08:00' },
    })
  })
})

test('Saturday counts where it is named', () => {
  expect(openState(SHOP, new Date('2026-11-21T08:00:00Z'))).toMatchObject({ open: true })
  expect(openState(SHOP, new Date('2026-11-21T12:00:00Z'))).toMatchObject({ opensAt: { weekday: 1 } })
})

test('a line of all seven days works on holidays too', () => {
  expect(openState(LINE, new Date('2026-12-25T10:00:00Z'))).toEqual({
    open: true,
    closesAt: { weekday: 5, time: '20:00' },
  })
})

test('day and night is always open, and unknown hours are unknown', () => {
  expect(openState({ always: true }, new Date('2026-12-25T01:00:00Z'))).toEqual({ open: true })
  expect(openState(undefined, new Date())).toBeUndefined()
})
