/** Classes 08 and 57 of SQLSTATE, too many connections, and what the socket says: the database is away, or not up yet. */
const LOST =
  /^(?:08...|57P0[1-5]|53300|ECONN(?:REFUSED|RESET)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(?:HOST|NET)UNREACH)$/;

/** What `pg` and `breakSilence` say of a connection that broke, did not come about or told nothing; they give no code. */
const WORDS =
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|nothing came from the database/;

/** Whether the failure of a statement, or of connecting, says that the database cannot be reached now; it may be later. */
export function isDatabaseLost(error: Error & { code?: string }): boolean {
  return LOST.test(error.code ?? '') || WORDS.test(error.message);
}
