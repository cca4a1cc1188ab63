import { join } from 'node:path';
import { openHistory } from '../../../src/io/history/open-history.ts';
import { makeFolder } from '../../harness/folder.ts';
import { testHistory } from './contract.ts';

testHistory('a history in a file', () => openHistory(join(makeFolder(), 'state', 'history.db')));
