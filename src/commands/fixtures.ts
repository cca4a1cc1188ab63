/** `fp-webhooks fixtures`: the payloads that come with the tool. What a command takes is loaded when it is run. */
export const fixtures = {
  commands: [
    {
      name: 'list',
      usage: '[options]',
      summary: 'List the payloads that come with it',
      load: async () => (await import('./fixtures/list.ts')).list,
    },
    {
      name: 'scenarios',
      usage: '[options]',
      summary: 'List the scenarios that come with it',
      load: async () => (await import('./fixtures/scenarios.ts')).scenarios,
    },
    {
      name: 'new',
      usage: '[options] <event|fixture>',
      summary: 'Write a payload, changed as you like and checked',
      load: async () => (await import('./fixtures/new.ts')).writeNew,
    },
  ],
} as const;
