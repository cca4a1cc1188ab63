/** One bench: a file `bench/<name>.ts` that exports `bench`, named in the list of `bench/run.ts`. */
export interface Bench {
  /** What is measured, in one line; printed above the table. */
  readonly title: string;
  /** Takes the samples. It cleans up what it made, also when it fails. */
  readonly run: (request: BenchRequest) => Promise<readonly TableRow[]>;
}

/** What the command line asked of every bench. */
export interface BenchRequest {
  /** Whether other programs are measured besides, which may install them from the npm registry. */
  readonly peers: boolean;
  /** How many samples of each subject, where the user said so. */
  readonly rounds: number | undefined;
}

/** A row of a bench's table: column name to text. All rows of one table have the same columns, in the same order. */
export type TableRow = Readonly<Record<string, string>>;
