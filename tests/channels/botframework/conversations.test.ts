import { createConversations } from '../../../src/channels/botframework/conversations.ts'

const text = (word: string) => ({ type: 'message', text: word })

describe('memory is bounded: the conversations silent for longest go', () => {
  test('when there are too many', () => {
    const conversations = createConversations({ most: 2 })
    for (const id of ['a', 'b']) conversations.open(id, `dl_${id}`, undefined)
    conversations.find('a')
    conversations.open('c', 'dl_c', undefined)
    conversations.stop()

    expect(['a', 'b', 'c'].map((id) => conversations.find(id) !== undefined)).toEqual([true, false, true])
    expect(conversations.hasEnded('b')).toBe(true)
  })

  test('when they hold too much altogether', () => {
    const conversations = createConversations({ mostAltogether: 10 })
    for (const id of ['a', 'b', 'c']) {
      const conversation = conversations.open(id, `dl_${id}`, undefined)
      for (let times = 0; times < 5; times += 1) conversations.add(conversation, text('x'))
    }
    conversations.sweep()
    conversations.stop()

    expect(['a', 'b', 'c'].map((id) => conversations.find(id) !== undefined)).toEqual([false, true, true])
  })

  test('and of one conversation the oldest activities', () => {
    const conversations = createConversations()
    const conversation = conversations.open('a', 'dl_a', undefined)
    for (let number = 1; number <= 250; number += 1) conversations.add(conversation, text(`${number}`))
    const { activities, watermark } = conversations.poll(conversation, 0)
    conversations.stop()

    expect([activities.length, activities[0]?.text, watermark]).toEqual([200, '51', '250'])
  })
})

test('a conversation silent for half an hour is over, unless somebody listens', () => {
  let now = 0
  const conversations = createConversations({ now: () => now })
  conversations.open('silent', 'dl_1', undefined)
  const listened = conversations.open('listened', 'dl_2', undefined)
  conversations.listen(listened, 0, () => {})
  now = 31 * 60 * 1000
  conversations.sweep()
  conversations.stop()

  expect([conversations.find('silent'), conversations.find('listened')]).toEqual([undefined, listened])
})
