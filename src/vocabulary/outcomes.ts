/** What came of a message that was handed back to the line. */
export const REPLAY_OUTCOMES = {
  waiting: 'the line has not come to it',
  delivered: 'out: the target has it',
  accepted: 'in: it is in the ledger',
  unchanged: 'in: it says nothing new',
  duplicate: 'in: the same fact was there already',
  proposed: 'in: another system is the authority; it is asked',
  'kept aside': 'in: by the rules it changes nothing; it is kept as what that system says',
  skipped: 'the mapping leaves it out now, or the target is no longer meant',
  stale: 'a newer state of the same thing had passed: it was taken out, and overwrites nothing',
  refused: 'out: the system refused what it was asked, and changed nothing: that is its answer',
  gone: 'out: the ledger no longer keeps its entry',
  'still-parks': 'it met a problem again',
  retrying: 'the attempt failed; it is tried again by itself',
  behind: 'an earlier message of its key was stopped',
  discarded: 'a person took it out',
  cancelled: 'the job was cancelled before its turn: it is parked as before',
} as const;
export type ReplayOutcome = keyof typeof REPLAY_OUTCOMES;

/** What would happen to a message if it were handed back now. */
export const FORESEEN_OUTCOMES = {
  delivers: 'out: it would be sent; what the target says to it is not known before',
  accepted: 'in: it would go into the ledger',
  unchanged: REPLAY_OUTCOMES.unchanged,
  duplicate: REPLAY_OUTCOMES.duplicate,
  proposed: REPLAY_OUTCOMES.proposed,
  'kept aside': REPLAY_OUTCOMES['kept aside'],
  skipped: REPLAY_OUTCOMES.skipped,
  stale: 'a newer state of the same thing has passed: it would be taken out, and overwrite nothing',
  gone: REPLAY_OUTCOMES.gone,
  'still-parks': 'it would meet the problem that stands with it',
  behind: 'it would go on waiting for an earlier message of its key',
} as const;
export type ForeseenOutcome = keyof typeof FORESEEN_OUTCOMES;
