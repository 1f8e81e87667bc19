/** Days and hours as people in Romania mean them. */

const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})$/

/** The instant of "2026-12-01 18:00" in Romania; undefined for anything else and for days that do not exist. */
export function romanianInstant(written: string): Date | undefined {
  const parts = WRITTEN.exec(written.trim())?.slice(1).map(Number)
  if (!parts) return undefined
  const [year, month, day, hour, minute] = parts as [number, number, number, number, number]
  const asUtc = Date.UTC(year, month - 1, day, hour, minute)
  if (new Date(asUtc).getUTCDate() !== day || hour > 23 || minute > 59) return undefined
  // Romania is two or three hours ahead of UTC; the one that reads back as written is right.
  for (const ahead of [2, 3]) {
    const instant = new Date(asUtc - ahead * 3_600_000)
    if (romanianText(instant) === `${written.trim().slice(0, 10)} ${written.trim().slice(11)}`) return instant
  }
  return undefined
}

/** "2026-12-01 18:00" in Romania. */
export function romanianText(instant: Date): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Europe/Bucharest',
  })
  return parts.format(instant)
}
