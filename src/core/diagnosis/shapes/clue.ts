import type { BodyView } from '../body/view.ts';
import type { FaultCode } from '../catalogue.ts';
import type { DiagnosisRequest } from '../diagnosis.ts';
import type { Framework } from '../frameworks.ts';
import type { Readings } from '../headers/readings.ts';
import type { Recovered } from '../headers/recover.ts';

/** What the look of a delivery tells, without any proof. */
export interface Clue {
  readonly code: FaultCode;
  /** One sentence. Holds no value of a header and nothing of the body. */
  readonly evidence: string;
  readonly framework?: Framework;
  /** What to do, where the advice of the catalogue does not fit. */
  readonly fix?: string;
}

/** A delivery as far as it could be read. */
export interface Sight {
  readonly request: DiagnosisRequest;
  readonly recovered: Recovered;
  readonly readings: Readings;
  readonly view: BodyView;
}
