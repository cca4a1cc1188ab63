import fc from 'fast-check';
import { volume } from './volume.ts';

fc.configureGlobal({ numRuns: volume(25, 200) });
