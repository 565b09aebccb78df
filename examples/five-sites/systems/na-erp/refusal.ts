/** What the ERP answers in `msg` of a staging row; ends the row, not the run. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
