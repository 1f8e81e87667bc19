import type { Knowledge } from './load.ts'

/**
 * Names and numbers by which people ask for an entry without any other word: "119", "116 111", "AIDRom". Those that
 * no other entry has, or that no other entry has first.
 */
export function contactNames({ entries, contacts }: Knowledge): (entry: string, locale: string) => string[] {
  const namesOf = (id: string, locale: string) => {
    const contact = contacts.get(id)
    if (!contact) return []
    const { name, lines } = contact
    return [name[locale] ?? name.en ?? [], ...lines.flatMap(({ dial, display }) => [dial, display])].flat()
  }
  const owners = new Map<string, Set<string>>()
  const firstOwners = new Map<string, Set<string>>()
  const count = (where: Map<string, Set<string>>, name: string, entry: string) =>
    where.set(name, (where.get(name) ?? new Set()).add(entry))
  for (const { id, contacts: own } of entries.values())
    own.forEach((contact, place) => {
      for (const name of namesOf(contact, 'en')) {
        count(owners, name, id)
        if (place === 0) count(firstOwners, name, id)
      }
    })
  const isOwn = (name: string, entry: string) =>
    owners.get(name)!.size === 1 || (firstOwners.get(name)?.size === 1 && firstOwners.get(name)!.has(entry))
  return (entry, locale) =>
    (entries.get(entry)?.contacts ?? []).flatMap((contact) => {
      const local = namesOf(contact, locale)
      return namesOf(contact, 'en').flatMap((name, at) => (isOwn(name, entry) ? [local[at] ?? name] : []))
    })
}
