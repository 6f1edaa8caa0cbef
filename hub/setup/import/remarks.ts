/** Everything an import says about a record, as a code with its sentence. Codes and parameters are stable; see docs/IMPORT.md. */

const sentences = {
  FILE_UNREADABLE: 'The file was left out: {{why}}.',
  DUPLICATE: 'The same record was already read from {{file}}.',
  NOTHING_HERE: 'It grants no presence status and nothing in this source names it.',
  NOT_MODELLED: 'OnQueue has nothing of this kind; all of it is listed as not modelled.',
  NOT_ROUTED: 'Omni-Channel routes nothing from this queue: it has no routing configuration.',
  INCOMPLETE: 'This list is one page of several; export the other pages as well.',
  NOT_A_PERSON: 'An application, not somebody who works here.',
  NAME_MISSING: 'It has no name.',
  DANGLING: 'Neither here nor in the source, so left out ({{setting}}): {{names}}.',
  VALUE_UNREADABLE: '{{setting}} holds "{{value}}", which cannot be read; it was left as it is.',
  VALUE_MISSING: '{{setting}} is missing; {{used}} is used.',
  OUT_OF_RANGE: '{{setting}} is {{value}}, outside {{least}} to {{most}}; {{used}} is used.',
  BELOW_FORM_RANGE: '{{setting}} is {{value}}: accepted, but the form in Setup begins at {{least}}.',
  NAME_CUT: 'The name is longer than {{most}} characters and was cut.',
  DEVELOPER_NAME_CHANGED: '"{{from}}" is no developer name; {{to}} is used.',
  SYSTEM_NAME: 'OnQueue has a system status of this name and another meaning; this one is kept as {{used}}.',
  SYSTEM_KEPT:
    'The source calls it "{{label}}"; a system status keeps its own name and only gets its channels.',
  ALWAYS_PRIMARY: 'Live chat always takes primary capacity; "interruptible" is not taken over.',
  KIND_UNKNOWN: 'Work of {{object}} becomes a custom channel.',
  EXTERNAL_ROUTING: 'A partner routes this work; OnQueue keeps the setting and never routes it.',
  VOICE_PUSH_TIME_OUT: 'Calls ring at most {{most}} seconds; the routing configuration says {{value}}.',
  SIZE_TWICE: 'It sizes work both in units and in percent; only one is possible.',
  OVERFLOW_UNUSED: 'No queue of this source uses it, so its overflow to {{assignee}} has no place here.',
  AUTO_ACCEPT_AND_DECLINE:
    'Requests cannot be accepted automatically and be declined; switch one of them off in the source.',
  REASONS_MISSING: 'None of its decline reasons is known, so choosing a reason is switched off.',
  WRAP_UP_INCOMPLETE: 'Wrap-up time is on without a duration, so it is switched off.',
  EXTENSION_INCOMPLETE: 'Extending is on without its duration and number, so it is switched off.',
  TARGET_INACTIVE: '{{setting}} names the inactive status {{status}}; it is not taken over.',
  MOVES: '{{who}} would move here from {{from}}; they stay until the move is confirmed.',
  MOVED: '{{who}} moved here from {{from}}.',
  ASSIGNED_TWICE: '{{who}} is assigned to {{first}} as well; that one is used.',
  PERMISSION_SET:
    'A permission set becomes a user profile; who has it is not part of the source, so assign it in Setup.',
  USER_CANNOT_SIGN_IN: 'The user has no password yet and cannot sign in until one is set.',
  USER_LIKE_ANOTHER: 'A user with this name exists under another id; that one is used.',
  CAPACITY_PROFILES: 'Its size is given by capacity profiles, which OnQueue does not have; {{used}} is used.',
  PICKED: 'Agents pick this work themselves in Dynamics; here it is pushed.',
  CONFIGURATION: '{{setting}}: {{sentence}}',
} as const;

export type RemarkCode = keyof typeof sentences;

export interface Remark {
  readonly code: RemarkCode;
  /** In English, for people; programs use the code. */
  readonly message: string;
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
}

export function remark(code: RemarkCode, params: Remark['params'] = {}): Remark {
  const message = sentences[code].replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = params[key] ?? '';
    return Array.isArray(value) ? listed(value as readonly string[]) : String(value);
  });
  return { code, message, params };
}

const SHOWN = 10;

const listed = (names: readonly string[]) =>
  names.length <= SHOWN
    ? names.join(', ')
    : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
