import { parseRequirement } from '../../../src/core/validation/coverage/requirement.ts';
import { carryPart } from '../../../src/core/validation/run/carry.ts';
import { createShardKeeper } from '../../../src/core/validation/shards/shard.ts';
import { gather, message, part, text } from '../../core/validation/run/sample.ts';

const EVENT = 'footprint.vault.updated';

/** Parts with one of everything that a report can say. */
export const PARTS = [
  part({
    groups: [
      { finding: text({ expected: 'a string' }), places: [1, 1, 2, 1, 3, 1, 4, 1] },
      {
        finding: text({
          code: 'unknown_value',
          severity: 'warning',
          path: ['source'],
          message: '"api" is not a value this tool knows; `source` is usually dashboard.',
          expected: 'dashboard',
          actual: '"api"',
        }),
        places: [2, 9],
      },
    ],
    seen: { [EVENT]: { count: 4, values: { source: { dashboard: 3 } } } },
    messages: [message('msg_1', 'A', 1)],
  }),
  part({
    input: 1,
    groups: [
      {
        finding: text({
          code: 'unknown_event',
          severity: 'warning',
          path: ['event_kind'],
          event: 'footprint.new',
          message: 'This event is not in the catalogue.',
          actual: '"footprint.new"',
        }),
        places: [1, 1, 2, 1],
      },
    ],
    messages: [message('msg_1', 'B', 7)],
  }),
];

export const REQUIRED = parseRequirement(['vault.updated', 'user.manual_review']);

/** A run in which there is one of everything; a finding of it is accepted. */
export function makeRun() {
  const baseline = { accept: ({ code }: { code: string }) => (code === 'unknown_event' ? 1 : 0) };
  return gather(PARTS, { required: REQUIRED, baseline });
}

/** What its only shard would carry. */
export function makeShard() {
  const keeper = createShardKeeper({ index: 1, of: 1, plan: 'p' }, ['a.json', 'b.json', 'c.json']);
  for (const each of PARTS) keeper.add(carryPart(each, 1));
  return keeper.finish();
}
