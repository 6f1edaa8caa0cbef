/**
 * The recipes of CONTRIBUTING.md: which files a common kind of change touches, traced through one existing example.
 * `count-touch-points.ts` verifies the lists; CONTRIBUTING.md repeats them for readers, with what to write in each
 * file.
 */

export interface Recipe {
  readonly name: string;
  /** The existing example that the list traces through the code. */
  readonly example: string;
  /** A file mentions the example when this matches its text. */
  readonly mention: RegExp;
  /** Maximum number of source files that a change of this kind may touch. */
  readonly goal: number;
  /** The files that each change of this kind touches. */
  readonly files: readonly string[];
  /** It has texts of its own: both languages together count as one file. */
  readonly texts: boolean;
  /** The test file that such a change extends; `null` = generic tests already cover every case. */
  readonly test: string | null;
  /** Files that use the example for its own purpose, with the reason; another example may not need them. */
  readonly uses: Readonly<Record<string, string>>;
}

export const recipes: readonly Recipe[] = [
  {
    name: 'A decline rule',
    example: 'the setting chooseDeclineReason',
    mention: /chooseDeclineReason/,
    goal: 8,
    files: [
      'core/setup/decline-settings.ts',
      'core/setup/decline-rules.ts',
      'hub/work/offers.ts',
      'renderer/setup/configurations/work-sections.tsx',
      'hub/exchange/import/salesforce/configuration-switches.ts',
    ],
    texts: true,
    test: 'core/setup/presence-configuration-rules.test.ts',
    uses: { 'hub/setup/sample-centre.ts': 'the sample centre switches it on' },
  },
  {
    name: 'A channel kind',
    example: "the kind 'voice'",
    mention: /'voice'|^\s+voice:/m,
    goal: 8,
    files: ['core/vocabulary.ts', 'core/setup/channel-kinds.ts', 'renderer/controls/icon.tsx'],
    texts: true,
    test: 'core/setup/channel-kinds.test.ts',
    uses: { 'hub/setup/sample-centre.ts': 'the sample centre has a channel of it' },
  },
  {
    name: 'A page of Setup',
    example: 'the page decline-reasons',
    mention: /'decline-reasons'|DeclineReasonsPage|goTo\('Decline reasons'\)/,
    goal: 4,
    files: ['renderer/setup/decline-reasons/decline-reasons-page.tsx', 'renderer/setup/pages.ts'],
    texts: true,
    test: 'tests/e2e/setup.test.ts',
    uses: {},
  },
  {
    name: 'A noun of Setup',
    example: 'the noun decline-reason',
    mention: /'decline-reason'|\bDeclineReason(Table|sPage)?\b|createTable\(db, 'decline_reason'/,
    goal: 8,
    files: [
      'core/setup/channels-and-queues.ts',
      'core/setup/nouns.ts',
      'hub/store/schema.ts',
      'hub/store/migrations.ts',
      'hub/directory/stored-nouns.ts',
      'renderer/setup/decline-reasons/decline-reasons-page.tsx',
      'renderer/setup/pages.ts',
    ],
    texts: true,
    test: null,
    uses: {
      'core/setup/presence-configuration-rules.ts': 'a configuration offers reasons',
      'core/settings/agent-view.ts': 'the preview shows them',
      'hub/exchange/import/draft.ts': 'Salesforce exports have it',
      'hub/setup/sample-centre.ts': 'the sample centre has some',
    },
  },
  {
    name: 'A command of the agent',
    example: 'the command extendWrapUp',
    mention: /extendWrapUp/,
    goal: 5,
    files: ['core/contract/commands.ts', 'hub/http/agent/work.ts', 'renderer/wrap-up/wrap-up-panel.tsx'],
    texts: false,
    test: 'tests/hub/wrap-up.test.ts',
    uses: {},
  },
  {
    name: 'A metric',
    example: 'onqueue_deadline_lateness_seconds',
    mention: /deadline_lateness_seconds|metrics\.lateness/,
    goal: 3,
    files: ['hub/base/metrics.ts', 'hub/unit/timekeeper.ts'],
    texts: false,
    test: null,
    uses: {},
  },
];
