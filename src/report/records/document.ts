/**
 * A report on standard output, which is printed as it is: its reader is a program, or a CI system. Not one of the records
 * of `--json`, beside which no report may stand there.
 */
export interface DocumentRecord {
  readonly type: 'document';
  readonly format: string;
  readonly text: string;
}
