const shape = (year: boolean) =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(year && { year: 'numeric' }),
    timeZone: 'UTC',
  });
const [short, long] = [shape(false), shape(true)];

/** A calendar day, the same in every zone; its year where that is not this one. */
export function Day({ day }: { day: string }) {
  const date = new Date(`${day}T00:00:00Z`);
  const isThisYear = date.getUTCFullYear() === new Date().getUTCFullYear();
  return <time dateTime={day}>{(isThisYear ? short : long).format(date)}</time>;
}
