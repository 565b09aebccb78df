/** A failure that a person at the command line can mend: one sentence, and what to do. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly advice: string;
  readonly exitCode: number;
  constructor(sentence: string, advice: string, exitCode: number = exitCodes.failed) {
    super(sentence);
    this.advice = advice;
    this.exitCode = exitCode;
  }
}

/** 0 is success. */
export const exitCodes = {
  /** It was done and found something wrong, or could not be done. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** No hub answers, or it does not know the key. */
  unreachable: 3,
} as const;
