/** The longest name of a scenario or a step, in UTF-16 units. */
export const MOST_NAME = 60;
/** The most steps of a scenario. */
export const MOST_STEPS = 1_000;
/** The most copies that one step asks for. */
export const MOST_COPIES = 100;
/** The longest wait before a step. */
export const MOST_DELAY_MS = 86_400_000;

const NAME = `a text of 1 to ${MOST_NAME} characters`;
const PLACES = 'places and values, such as status: fail';

/** What each key takes, in words that complete "must be …". */
export const FORMS = {
  top: {
    $schema: 'a text',
    name: NAME,
    description: 'a text',
    variables: 'names and texts, such as fp_id: new person id',
    steps: `a list of 1 to ${MOST_STEPS} steps`,
  },
  step: {
    name: NAME,
    event: 'the name of an event or a fixture',
    file: 'the path of a JSON file',
    payload: 'an object: the payload itself',
    repeat: 'the name of an earlier step',
    merge: PLACES,
    set: PLACES,
    unset: 'a list of places, such as [external_id]',
    delay: 'a length of time with its unit, such as 500ms, 2s or 1m',
    expect: 'a status from 200 to 599, a class such as 4xx, or a list of such',
    duplicate: `a whole number from 1 to ${MOST_COPIES}`,
    send_after: 'the name of a later step',
    allow_invalid: 'true or false',
  },
} as const;
