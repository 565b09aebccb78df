export interface Line {
  /** 1-based. */
  number: number;
  /** Without its line end; cut to the limit when `tooLong`. */
  text: string;
  tooLong: boolean;
}

export interface LineSplitter {
  split(text: string): Iterable<Line>;
  end(): Iterable<Line>;
}

/** Lines end with LF or CR LF. Holds at most `limit` characters of an unfinished line. */
export function lineSplitter(limit: number): LineSplitter {
  let number = 0;
  let held: string[] = [];
  let heldLength = 0;

  const hold = (piece: string) => {
    if (piece === '') return;
    if (heldLength <= limit) held.push(piece.slice(0, limit + 2 - heldLength));
    heldLength += piece.length;
  };
  const finish = (last: string): Line => {
    hold(last);
    const whole = held.length === 1 ? (held[0] as string) : held.join('');
    const text = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
    held = [];
    heldLength = 0;
    number++;
    return text.length > limit
      ? { number, text: text.slice(0, limit), tooLong: true }
      : { number, text, tooLong: false };
  };

  return {
    *split(text) {
      let from = 0;
      for (let to = text.indexOf('\n'); to !== -1; to = text.indexOf('\n', from)) {
        yield finish(text.slice(from, to));
        from = to + 1;
      }
      hold(text.slice(from));
    },
    *end() {
      if (heldLength > 0) yield finish('');
    },
  };
}
