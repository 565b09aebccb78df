import type { Reply } from '../plumbing/httpDoor.ts';

/** An OData error; thrown inside a request, it ends it and nothing is kept. */
export class ODataError extends Error {
  override readonly name = 'ODataError';
  readonly reply: Reply;
  constructor(status: number, code: string, message: string, target?: string) {
    super(message);
    this.reply = {
      status,
      body: { error: { code, message, ...(target === undefined ? {} : { target }), details: [] } },
    };
  }
}
