import type { Activity } from 'botbuilder'

/** Nothing is kept longer, and a conversation that is silent for so long is over. */
const LIFETIME = 30 * 60 * 1000
/** Grace for a poll whose response may have been lost: then a turn of danger goes all the same. */
const GRACE = 30 * 1000
/** Activities of one conversation; more than a person reads back. */
const MOST_ACTIVITIES = 200
/** Activities of all conversations, about 3 kB each, so that a flood cannot fill the machine. */
const MOST_ALTOGETHER = 60_000

/** What one open stream is sent. `seq` is the last activity of the batch, for the stream to acknowledge. */
export type Listener = (batch: Batch) => void

export interface Batch {
  readonly activities: readonly Partial<Activity>[]
  readonly watermark: string
}

interface Kept {
  readonly seq: number
  readonly at: number
  readonly activity: Partial<Activity>
  /** Part of a turn of danger: gone as soon as it was delivered. */
  fleeting: boolean
  /** When it was first put into the response to a poll. */
  polledAt?: number
}

/** One Direct Line conversation and what it can still be asked for after a reload of the page. */
export interface Conversation {
  readonly id: string
  readonly userId: string
  readonly locale: string | undefined
  readonly listeners: Set<Listener>
  /** Ends with the last turn that was taken; turns of one person run in order. */
  turns: Promise<void>
  waiting: number
  kept: Kept[]
  seq: number
  /** The highest activity that the person's app is known to have. */
  acknowledged: number
  lastUsed: number
}

interface Options {
  readonly now?: () => number
  /** Conversations at once; above it the one silent for longest goes. */
  readonly most?: number
  /** Activities at once; above it, too. Looked at every ten seconds. */
  readonly mostAltogether?: number
  /** Told of each conversation that is over, for whoever still listens to it. */
  readonly onEnd?: (conversation: Conversation) => void
}

/**
 * The conversations of our Direct Line, in memory only: a person can reload the page and read on, for at most
 * 30 minutes. What was said in danger stays only until it has arrived.
 */
export function createConversations({
  now = Date.now,
  most = 5000,
  mostAltogether = MOST_ALTOGETHER,
  onEnd = () => {},
}: Options = {}) {
  const conversations = new Map<string, Conversation>()
  /** Ids that were ended, for as long as a token for them may still be about. */
  const ended = new Map<string, number>()

  function end(conversation: Conversation) {
    conversation.kept = []
    conversation.listeners.clear()
    conversations.delete(conversation.id)
    ended.set(conversation.id, now() + LIFETIME)
    onEnd(conversation)
  }

  function tidy(conversation: Conversation) {
    const moment = now()
    conversation.kept = conversation.kept
      .filter(({ at }) => at > moment - LIFETIME)
      .filter(({ fleeting, seq, polledAt }) => {
        const delivered = seq <= conversation.acknowledged || (polledAt ?? moment) < moment - GRACE
        return !(fleeting && delivered)
      })
      .slice(-MOST_ACTIVITIES)
  }

  function sweep() {
    for (const [id, until] of ended) if (until <= now()) ended.delete(id)
    for (const conversation of conversations.values()) {
      if (conversation.lastUsed <= now() - LIFETIME && conversation.listeners.size === 0) end(conversation)
      else tidy(conversation)
    }
    let altogether = [...conversations.values()].reduce((sum, { kept }) => sum + kept.length, 0)
    for (const conversation of conversations.values()) {
      if (altogether <= mostAltogether) break
      altogether -= conversation.kept.length
      end(conversation)
    }
  }
  const sweeping = setInterval(sweep, 10_000)
  sweeping.unref()

  const batch = ({ kept, seq }: Conversation, after: number): Batch => ({
    activities: kept.filter((item) => item.seq > after).map(({ activity }) => activity),
    watermark: String(seq),
  })

  return {
    /** Makes a conversation under an id that is not in use. */
    open(id: string, userId: string, locale: string | undefined): Conversation {
      const conversation: Conversation = {
        id,
        userId,
        locale,
        listeners: new Set(),
        turns: Promise.resolve(),
        waiting: 0,
        kept: [],
        seq: 0,
        acknowledged: 0,
        lastUsed: now(),
      }
      conversations.set(id, conversation)
      const [silentLongest] = conversations.values()
      if (conversations.size > most && silentLongest) end(silentLongest)
      return conversation
    },

    /** The running conversation; asking for it counts as a sign of life. */
    find(id: string): Conversation | undefined {
      const conversation = conversations.get(id)
      if (!conversation) return undefined
      conversation.lastUsed = now()
      // The map's order is the order of last use, so that the first is the one silent for longest.
      conversations.delete(id)
      conversations.set(id, conversation)
      return conversation
    },

    hasEnded: (id: string) => (ended.get(id) ?? 0) > now(),
    end,

    /** Adds an activity, gives it its id, and sends it to whoever listens. */
    add(conversation: Conversation, activity: Partial<Activity>): Kept {
      conversation.seq += 1
      const id = `${conversation.id}|${String(conversation.seq).padStart(7, '0')}`
      const kept: Kept = {
        seq: conversation.seq,
        at: now(),
        activity: { ...activity, id, timestamp: new Date(now()) },
        fleeting: false,
      }
      conversation.kept.push(kept)
      const news: Batch = { activities: [kept.activity], watermark: String(kept.seq) }
      for (const listener of conversation.listeners) listener(news)
      tidy(conversation)
      return kept
    },

    /** Sends to those who listen now, and keeps nothing: a typing sign. */
    whisper(conversation: Conversation, activity: Partial<Activity>) {
      for (const listener of conversation.listeners) {
        listener({ activities: [activity], watermark: String(conversation.seq) })
      }
    },

    /** What a poll gets after its watermark. */
    poll(conversation: Conversation, after: number): Batch {
      tidy(conversation)
      for (const item of conversation.kept) if (item.seq > after) item.polledAt ??= now()
      return batch(conversation, after)
    },

    /** Everything after the watermark, then whatever comes. Returns how to stop. */
    listen(conversation: Conversation, after: number, listener: Listener): () => void {
      tidy(conversation)
      const backlog = batch(conversation, after)
      if (backlog.activities.length > 0) listener(backlog)
      conversation.listeners.add(listener)
      return () => conversation.listeners.delete(listener)
    },

    /** The person's app has everything up to here. */
    acknowledge(conversation: Conversation, seq: number) {
      conversation.acknowledged = Math.max(conversation.acknowledged, Math.min(seq, conversation.seq))
      tidy(conversation)
    },

    /** Marks what was said in danger, by the person and to them. */
    markFleeting(conversation: Conversation, ...seqs: readonly number[]) {
      for (const item of conversation.kept) if (seqs.includes(item.seq)) item.fleeting = true
      tidy(conversation)
    },

    /** Drops what was said up to and with `last`. */
    drop(conversation: Conversation, last: number) {
      conversation.kept = conversation.kept.filter(({ seq }) => seq > last)
    },

    /** Conversations held now. */
    size: () => conversations.size,
    /** Drops what has had its time; runs by itself every ten seconds. */
    sweep,
    running: () => [...conversations.values()].map(({ turns }) => turns),
    stop: () => clearInterval(sweeping),
  }
}

export type Conversations = ReturnType<typeof createConversations>
