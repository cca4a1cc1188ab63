const TIMESTAMP = /"timestamp"\s{0,4}:\s{0,4}"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)"/;
/** Every Footprint event has its time near its start. */
const PEEK_CHARACTERS = 65_536;

/** When the event in a body happened, by its own account, in whole Unix seconds; undefined when it does not say. Never throws. */
export function findEventSeconds(text: string | undefined): number | undefined {
  const found = TIMESTAMP.exec(text?.slice(0, PEEK_CHARACTERS) ?? '')?.[1];
  const momentMs = found === undefined ? Number.NaN : Date.parse(found);
  return Number.isFinite(momentMs) ? Math.floor(momentMs / 1_000) : undefined;
}
