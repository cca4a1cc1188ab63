import { join } from 'node:path';

/** The folder, beside the project that is worked on, that keeps the development secret and the captures. */
export const STATE_FOLDER = '.fp-webhooks';

/** Where the history is, from the working folder. */
export const HISTORY_PATH = join(STATE_FOLDER, 'history.db');
