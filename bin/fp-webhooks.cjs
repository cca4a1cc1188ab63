#!/usr/bin/env node
// Old-fashioned JavaScript on purpose: an older Node must be able to read this file far enough to say that it is too old.
'use strict';

var version = process.versions.node.split('.').map(Number);

if (version[0] < 22 || (version[0] === 22 && version[1] < 19)) {
  process.stderr.write(
    'fp-webhooks needs Node.js 22.19 or newer, and this is ' +
      process.version +
      ': install a current one from https://nodejs.org and try again.\n',
  );
  process.exitCode = 2;
} else if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')) {
  // Answered before anything is loaded: scripts ask this often.
  try {
    require('node:fs').writeSync(1, require('../package.json').version + '\n');
  } catch (error) {
    process.stderr.write('Cannot write the version: ' + error.code + '.\n');
    process.exitCode = error.code === 'EPIPE' ? 141 : 3;
  }
} else {
  require('node:module').enableCompileCache();
  require('../dist/main.cjs');
}
