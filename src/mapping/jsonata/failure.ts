/** What the reference implementation throws: a code of its own and the value it stumbled over. */
export interface Failure {
  code: string;
  value?: unknown;
  index?: number;
  message?: string;
}

export function fail(code: string, value?: unknown, index?: number): never {
  const failure: Failure = { code, value };
  if (index !== undefined) failure.index = index;
  throw failure;
}

const messages: Record<string, string> = {
  T0410: 'argument {index} of the function does not fit',
  T0411: 'the context is not a fitting argument {index} of the function',
  T0412: 'argument {index} of the function must be an array of one kind of value',
  D1001: 'the number is out of range',
  D1002: 'only a number can be negated',
  T1003: 'the name of an attribute must be text',
  D1004: 'the regular expression matches empty text',
  T1006: 'what is called here is not a function',
  D1009: 'two expressions make the same attribute',
  T1010: 'the matcher function does not return a match',
  D1011: 'the functions call each other too deep',
  D1012: 'the mapping takes too many steps',
  D1013: 'the name of the attribute is reserved',
  T2001: 'the left side must be a number',
  T2002: 'the right side must be a number',
  T2003: 'the start of a range must be a whole number',
  T2004: 'the end of a range must be a whole number',
  T2006: 'the right side of ~> must be a function',
  T2007: 'values of different kinds cannot be put in order',
  T2008: 'only numbers and text can be put in order',
  T2009: 'values of different kinds cannot be compared',
  T2010: 'only numbers and text can be compared',
  T2011: 'the update of a transform must be an object',
  T2012: 'the deletions of a transform must be names',
  D2014: 'the range is too long',
  D2015: 'the list is too long',
  D3001: 'not a finite number',
  D3010: 'the text to replace is empty',
  D3011: 'the limit must not be negative',
  D3012: 'the replacement must be text',
  D3020: 'the limit must not be negative',
  D3030: 'the value cannot be read as a number',
  D3040: 'the limit must not be negative',
  D3050: 'the function of $reduce needs two arguments',
  D3060: 'there is no square root of a negative number',
  D3061: 'the power is not a finite number',
  D3070: 'without a function only numbers or only text can be sorted',
  D3110: 'the value is not an ISO 8601 time',
  D3136: 'the pattern lacks parts that make a time',
  D3138: 'more than one value matches',
  D3139: 'no value matches',
};

/** In words, for a problem. `$error` and `$assert` bring their own. */
export function describe(failure: Failure): string {
  const message = messages[failure.code] ?? failure.message ?? `JSONata error ${failure.code}`;
  return message.replace('{index}', String(failure.index ?? 1));
}
