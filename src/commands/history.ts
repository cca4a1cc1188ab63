/** `fp-webhooks history`: what to do with the deliveries that were kept. What one takes is loaded when it is run. */
export const history = {
  commands: [
    {
      name: 'list',
      usage: '[options]',
      summary: 'Show the deliveries that were kept, newest first',
      load: async () => (await import('./history/list.ts')).list,
    },
    {
      name: 'show',
      usage: '[options] [id]',
      summary: 'Show one delivery whole: headers, body, verdict, answers, attempts',
      load: async () => (await import('./history/show.ts')).show,
    },
    {
      name: 'search',
      usage: '[options] <words…>',
      summary: 'Find deliveries by the words in their body, path and headers',
      load: async () => (await import('./history/search.ts')).search,
    },
    {
      name: 'export',
      usage: '[options] [id…]',
      summary: 'Write deliveries as captures, HAR, curl, HTTPie or fixtures',
      load: async () => (await import('./history/export.ts')).exportKept,
    },
    {
      name: 'import',
      usage: '[options] <file|->…',
      summary: 'Add the deliveries of captures and HAR files',
      load: async () => (await import('./history/import.ts')).importFiles,
    },
    {
      name: 'prune',
      usage: '[options]',
      summary: 'Remove old deliveries',
      load: async () => (await import('./history/prune.ts')).prune,
    },
    {
      name: 'path',
      usage: '[options]',
      summary: 'Print where the history is',
      load: async () => (await import('./history/path.ts')).path,
    },
    {
      name: 'recover',
      usage: '[options]',
      summary: 'Save what can be read of a damaged history',
      load: async () => (await import('./history/recover.ts')).recover,
    },
  ],
} as const;
