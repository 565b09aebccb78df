import { applied, call, lambda, native, nativeValue, partial, partialNative, TailCall } from './callables.ts';
import { regex } from './matchers.ts';
import { group, groupContext, set } from './objects.ts';
import * as operators from './operators.ts';
import * as paths from './paths.ts';
import {
  addElement,
  constructed,
  flat,
  last,
  middle,
  normal,
  normalKept,
  type Sequence,
} from './sequences.ts';
import { orderBy } from './sorting.ts';
import { concatText } from './text.ts';
import { transformer } from './transform.ts';
import {
  bindTuples,
  filterTuples,
  groupTuples,
  indexTuples,
  nthTuple,
  orderTuples,
  tupleStep,
  tupleValues,
} from './tuples.ts';

/** `$`: a document that is an array is one value. */
function contextValue(input: unknown): unknown {
  return Array.isArray(input) && (input as Sequence).outerWrapper === true ? input[0] : input;
}

/** Every name that generated code may use. */
export const runtime = {
  ...operators,
  ...paths,
  applied,
  call,
  lambda,
  native,
  nativeValue,
  partial,
  partialNative,
  TailCall,
  group,
  groupContext,
  set,
  orderBy,
  addElement,
  constructed,
  flat,
  last,
  middle,
  normal,
  normalKept,
  regex,
  concatText,
  transformer,
  bindTuples,
  groupTuples,
  indexTuples,
  filterTuples,
  orderTuples,
  nthTuple,
  tupleStep,
  tupleValues,
  contextValue,
  /** Marks a variable that no expression has bound yet. */
  unbound: Symbol('unbound'),
};
