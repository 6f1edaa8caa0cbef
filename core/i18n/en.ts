import { exportParts, exportRemarks } from './export-remarks.en.ts';
import { importFaults } from './import-faults.en.ts';
import { importRemarks } from './import-remarks.en.ts';

/**
 * English. Placeholders `{{param}}`, plurals `_one` / `_other`, contexts `_word`, references `$t(key)`: i18next's JSON
 * v4. Parameters from the vocabulary (`base`, `pool`) hold the code; the sentence refers to its text.
 */
export const en = {
  bases: {
    available: 'Available',
    busy: 'Busy',
    'busy-dnd': 'Busy – do not disturb',
    away: 'Away',
    offline: 'Offline',
  },
  /** Texts of the statuses that come with the product. */
  systemStatuses: {
    available: 'Available',
    busy: 'Busy',
    'busy-dnd': 'Do not disturb',
    away: 'Away',
    offline: 'Offline',
    missed: 'Missed request',
  },
  links: { connected: 'connected', unsteady: 'unsteady', lost: 'lost' },
  pools: { primary: 'primary', interruptible: 'interruptible' },
  channelKinds: {
    chat: 'Chat',
    messaging: 'Messaging',
    voice: 'Voice',
    email: 'E-mail',
    case: 'Case',
    lead: 'Lead',
    custom: 'Custom record',
  },
  routingModels: {
    'least-active': 'Least active',
    'most-available': 'Most available',
    external: 'External routing',
  },
  roles: { agent: 'Agent', supervisor: 'Supervisor', admin: 'Administrator' },
  workItemStates: {
    queued: 'Waiting',
    offered: 'Offered',
    open: 'Open',
    'on-hold': 'On hold',
    'wrapping-up': 'Wrapping up',
    closed: 'Closed',
    cancelled: 'Cancelled',
  },
  agentWorkStates: {
    offered: 'Offered',
    opened: 'Open',
    'wrap-up': 'Wrapping up',
    closed: 'Closed',
    declined: 'Declined',
    'declined-on-push-time-out': 'Missed',
    withdrawn: 'Withdrawn',
    unavailable: 'Returned',
    superseded: 'Given to another agent',
    transferred: 'Transferred',
    failed: 'Could not be connected',
  },
  endedBy: {
    agent: 'ended by the agent',
    customer: 'ended by the customer',
    supervisor: 'ended by a supervisor',
    system: 'ended by the system',
  },
  /** Alerts of a supervisor. */
  alerts: {
    'help-wanted': '{{agent}} asks for help with {{customer}}.',
    'missed-in-a-row': '{{agent}} missed {{misses}} requests in a row.',
    'service-level-critical': 'The service level of {{queue}} is critical: {{percent}} %.',
  },
  setBy: {
    you: 'Set by you',
    system: 'Set by the system',
    supervisor: 'Set by {{name}}',
  },
  /** Short, for tables and history. */
  presenceReasons: {
    manual: 'Chosen by hand',
    tray: 'Chosen in the tray',
    'next-status': 'Next status',
    login: 'Signed in',
    decline: 'Declined a request',
    'push-time-out': 'Missed a request',
    'auto-load': 'Follows the workload',
    schedule: 'Time was up',
    idle: 'Idle',
    lock: 'Screen locked',
    suspend: 'Computer asleep',
    'link-lost': 'Connection lost',
    'link-restored': 'Connection back',
    supervisor: 'Set by a supervisor',
    configuration: 'Setup changed',
    'sign-out': 'Signed out',
  },
  /** Whole sentences for the banner after a change. */
  presenceChanges: {
    manual: 'You are {{status}}.',
    tray: 'You are {{status}}.',
    'next-status': 'Your work is done, so your next status began: {{status}}.',
    login: 'You are signed in as {{status}}.',
    decline: 'You were set to {{status}} because you declined a request from {{customer}}.',
    'push-time-out':
      'You were set to {{status}} because a request from {{customer}} waited {{waitedSeconds}} s without an answer.',
    'auto-load': 'You are shown as {{status}} because of the work you have.',
    schedule: 'The time you chose is over. You are {{status}} again.',
    idle: 'You were set to {{status}} because nobody used this computer for a while.',
    lock: 'You were set to {{status}} because the screen was locked.',
    suspend: 'You were set to {{status}} because the computer went to sleep.',
    'link-lost': 'You were set to {{status}} because the connection was lost for too long.',
    'link-restored': 'The connection is back. You are {{status}}.',
    supervisor: '{{name}} set you to {{status}}.',
    configuration: 'You were set to {{status}} because an administrator changed the setup.',
    'sign-out': 'You are signed out.',
  },
  /** Why work is not offered, and how to fix it. */
  reasons: {
    'not-signed-in': 'Not signed in. Sign in to get work.',
    'link-not-connected':
      'The connection is $t(links.{{link}}). Work comes again as soon as it is stable; check the network if it stays like this.',
    'base-not-allowed':
      '“$t(bases.{{base}})” gets no work of {{channel}}. Choose a status that this channel allows.',
    'base-not-allowed_general': '“$t(bases.{{base}})” gets no work. Choose another status.',
    'status-not-open': 'The present status is not open for {{channel}}. Choose a status that is.',
    'status-not-open_general':
      'The present status is not open for any channel. Choose a status that shows channels below its name.',
    'not-a-member': 'Not a member of the queue {{queue}}. An administrator can add members.',
    'not-a-member_general': 'Not a member of any queue. An administrator can add members to queues.',
    'asks-for-another-agent': 'This work is for {{agent}} only. A supervisor can give it to somebody else.',
    'asks-for-another-agent_profile':
      'This work is only for agents with the profile {{profile}}. A supervisor can give it to somebody else.',
    'no-room':
      'Not enough room: it needs {{needs}}, and {{used}} of {{capacity}} are in use ($t(pools.{{pool}}) capacity). Finish some work first.',
    'no-room_general':
      'At full capacity: {{used}} of {{capacity}} are in use ($t(pools.{{pool}}) capacity). Finish some work to get more.',
    'too-many-open': '{{open}} items are open, and {{most}} is the most. Close some that are done.',
    'one-at-a-time': 'Another request is still unanswered. Answer it first.',
    excluded: 'Declined or missed not long ago. It goes to somebody else if anybody can take it.',
    'external-routing': 'This work is routed by another system, never from here.',
  },
  whyNoWork: {
    nothing: 'You are {{status}}. Nothing is waiting.',
    waiting_one: '{{count}} item is waiting in your queues.',
    waiting_other: '{{count}} items are waiting in your queues.',
  },
  errors: {
    NOT_SIGNED_IN: 'You are not signed in, or your sign-in has run out. Please sign in again.',
    WRONG_CREDENTIALS: 'User name or password is not right. Check both and try again.',
    NOT_ALLOWED: 'You may not do this. Ask an administrator if you need to.',
    SCOPE_MISSING: 'This API key may not do that. An administrator can create one with a wider scope.',
    SCOPE_MISSING_named:
      'This API key may not do that. It would need the scope {{scope}}; an administrator can create such a key.',
    NOT_FOUND: 'This does not exist any more. Reload the page to see what is there now.',
    INVALID_INPUT: 'Something here cannot be saved as it is. Check the marked fields.',
    'INVALID_INPUT_not-an-address': 'This is no address of a hub. It looks like https://hub.example.com.',
    'INVALID_INPUT_no-credentials-in-address':
      'Leave name and password out of the address. They have their own fields.',
    'INVALID_INPUT_https-needed':
      'Over a network a hub is reached by https only: your password must not travel in clear.',
    TOO_LARGE: 'This is too large. Make it smaller and try again.',
    TOO_MANY: 'Too many attempts. Wait a minute and try again.',
    TOO_LATE: 'Too late: this request was taken back before your answer arrived. Nothing is left to do.',
    TOO_LATE_taken: 'Too late: {{owner}} has it now. Nothing is left to do.',
    VERSION_CONFLICT:
      'Somebody else changed this meanwhile. Look at the new version, then make your change again.',
    IN_USE: 'This is still used. Change what uses it first, then remove it.',
    IN_USE_named: 'This is still used: {{by}}. Change that first, then remove it.',
    NAME_TAKEN: 'This name is taken. Choose another one.',
    NAME_TAKEN_named: 'The name “{{name}}” is taken. Choose another one.',
    SYSTEM_RECORD: 'This came with the product. It cannot be changed or removed; only channels can be added.',
    WOULD_MOVE: 'Somebody would lose another configuration. Confirm that first.',
    WOULD_MOVE_named: '{{names}} would lose another configuration. Confirm that first.',
    LAST_ADMIN: 'Nobody else is an administrator. Make somebody one first.',
    STATUS_NOT_GRANTED:
      'This status is not granted to you. Choose one from your list, or ask an administrator.',
    STATUS_INACTIVE: 'This status is no longer in use. Choose another one.',
    STATUS_NOT_CHOOSABLE: 'Only the system or a supervisor can set this status. Choose another one.',
    OPEN_WORK:
      'You still have open conversations. Finish them, hand them over to the queue, or choose this status as the next one.',
    NO_OPEN_WORK: 'You have no open work, so nothing can come after it. Choose the status directly.',
    DECLINE_NOT_ALLOWED: 'Requests cannot be declined here. Accept it, or ask a supervisor to take it.',
    DECLINE_REASON_REQUIRED: 'Choose a reason for declining.',
    DECLINE_REASON_UNKNOWN: 'This reason is no longer on the list. Choose another one.',
    START_USED: 'This chat was started elsewhere or too long ago. Start a new one.',
    IDENTITY_INVALID: 'The site’s signature for this customer cannot be verified. Sign in to the site again.',
    CONVERSATION_ENDED: 'The conversation has ended. Nothing more can be sent in it.',
    CONVERSATION_RUNNING: 'The conversation is still going on. End it first.',
    NOT_A_CONVERSATION: 'This work has no conversation. Use its notes instead.',
    NO_EXTENSION_LEFT: 'The wrap-up cannot be extended any further. Save your notes before the time is up.',
    WRAP_UP_OVER: 'The wrap-up is already over. Your notes were kept.',
    DESTINATION_NOT_ALLOWED: 'You may not transfer there. Choose a destination from the list.',
    DESTINATION_NOT_SIGNED_IN: 'This agent is not signed in. Choose somebody else, or a queue.',
    OUTSIDE_YOUR_TEAM: 'This is outside the queues and profiles that you supervise.',
    AGENT_NOT_ROUTABLE:
      'Nothing can be given to this agent now: they are not signed in, not connected, or in a status that is not open for this work.',
    AGENT_NOT_ROUTABLE_named:
      'Nothing can be given to {{name}} now: they are not signed in, not connected, or in a status that is not open for this work.',
    OVER_CAPACITY: 'That is more than this agent has capacity for. Confirm it to assign it anyway.',
    OVER_CAPACITY_named:
      '{{name}} would be {{over}} over a capacity of {{capacity}}. Confirm it to assign it anyway.',
    MEMBER_BY_PROFILE: 'This membership comes from the user profile. Change it there.',
    MEMBER_BY_PROFILE_named: '{{name}} is in {{queue}} through the user profile. Change it there.',
    TRANSFER_RUNNING: 'A transfer is already waiting for an answer. Cancel it before starting another.',
    END_IN_THE_PAST: 'This time has already passed. Choose a later one.',
    OUTCOME_UNKNOWN: 'This outcome is not on the list of the queue. Choose one that is.',
    QUEUE_CLOSED: 'This queue takes no new work at the moment. Try again later, or use another queue.',
    URL_NOT_ALLOWED:
      'OnQueue does not send there. Use an http or https address without a user name, outside link-local networks.',
    SOUND_UNKNOWN: 'This is no sound that can be played here. Use AAC, FLAC, MP3, OGG, OPUS or WAV.',
    SOUND_TOO_LONG: 'This sound is too long. It may last 30 seconds at most.',
    TAKES_TOO_LONG: 'That takes too long at the moment. Choose a shorter time, or try again later.',
    LINK_LOST: 'There is no connection at the moment. It is being restored; try again once it is back.',
    HUB_FAILED: 'The hub on this computer could not start. Its log (hub.log) says more.',
    HUB_FAILED_said: 'The hub on this computer could not start: {{words}}',
    HUB_UNREACHABLE: 'The hub cannot be reached. Check the network and the address of the hub.',
    NO_HUB_THERE: 'Something answers at this address, but it is no OnQueue hub. Check the address.',
    HUB_TOO_OLD:
      'This hub is older than your OnQueue and does not understand it. Ask your administrator to update the hub.',
    HUB_TOO_NEW:
      'This hub is newer than your OnQueue, which does not understand it. Update OnQueue, or ask your administrator.',
    CERTIFICATE_UNKNOWN:
      'Nobody whom this computer knows vouches for the certificate of this hub. Compare its fingerprint before you trust it.',
    CERTIFICATE_CHANGED:
      'The hub shows another certificate than the one you trusted. Somebody may be listening in. Go on only if your administrator says that it was renewed.',
    CERTIFICATE_INVALID:
      'The certificate of this hub is not valid. Nothing was sent. Ask your administrator.',
    CERTIFICATE_INVALID_expired:
      'The certificate of this hub has run out. Nothing was sent. Ask your administrator.',
    'CERTIFICATE_INVALID_another-name':
      'The certificate belongs to another address than the one you entered. Nothing was sent. Check the address.',
    PASSWORD_WEAK:
      'This password is too easy to guess. Choose a longer one, for example several unrelated words.',
    PASSWORD_WEAK_short:
      'A password needs at least {{least}} characters. Several words with spaces work well.',
    PASSWORD_WEAK_name: 'This password is little more than a name. Choose one without your name in it.',
    PASSWORD_WEAK_guessable:
      'This password is too easy to guess: it is in common use or follows a simple pattern. Choose several unrelated words.',
    STORAGE_FULL:
      'The hub’s disk is full, so nothing can be saved. Tell your administrator; it goes on by itself once there is space.',
    STORAGE_BROKEN:
      'The hub’s disk or database is damaged, so this could not be done. Tell your administrator.',
    STORAGE_AWAY:
      'The hub’s database does not answer at the moment. Nothing was changed; try again in a moment.',
    INTERNAL: 'Something went wrong on our side. Try again; if it happens again, tell your administrator.',
  },
  start: {
    DATA_UNUSABLE: 'Cannot use {{directory}} for data: {{why}}.',
    'DATA_UNUSABLE_not-a-directory': 'Cannot use {{directory}} for data: it is not a directory.',
    'DATA_UNUSABLE_not-permitted': 'Cannot use {{directory}} for data: it may not be read and written.',
    'DATA_UNUSABLE_read-only': 'Cannot use {{directory}} for data: it is on a disk that cannot be written.',
    ALREADY_RUNNING: 'OnQueue already runs on this data directory (process {{pid}}).',
    ALREADY_RUNNING_at: 'OnQueue already runs on this data directory at {{url}} (process {{pid}}).',
    NO_FREE_PORT:
      'No port of this computer is free from {{port}} on. Close what uses them, then start again.',
    HUB_FAILED: 'The embedded hub could not start, and did not say why (log: {{log}}).',
    HUB_FAILED_said: 'The embedded hub could not start: {{words}} (log: {{log}})',
    HUB_FIXED: 'The policy of this machine fixes the hub: {{hub}}. Leave --hub out.',
    POLICY_UNREADABLE:
      'The policy of this machine cannot be read ({{path}}). It must be a file that everybody may read. Tell your administrator.',
    POLICY_FOREIGN:
      'The policy of this machine ({{path}}) does not belong to the administrator. It must belong to root. Tell your administrator.',
    POLICY_WRITABLE:
      'The policy of this machine ({{path}}) can be changed by others than its owner. Only root may write it (mode 644). Tell your administrator.',
    POLICY_INVALID: 'The policy of this machine ({{path}}) is not right: {{where}}. Tell your administrator.',
    'POLICY_INVALID_not-json':
      'The policy of this machine ({{path}}) is not right: it is not valid JSON. Tell your administrator.',
    POLICY_INVALID_address:
      'The policy of this machine ({{path}}) is not right: {{where}}. $t(errors.INVALID_INPUT_{{why}}) Tell your administrator.',
  },
  notices: {
    'missed-request': 'You missed a request from {{customer}}: it waited {{waitedSeconds}} s.',
    'missed-request_several': 'You missed {{times}} requests, the last one from {{customer}}.',
    'transfer-returned_several': '{{times}} of your transfers came back, the last one from {{to}}.',
    'transfer-accepted_several': '{{times}} of your transfers were accepted, the last one by {{by}}.',
    'work-taken-back_several':
      '{{times}} of your conversations went back to the queue, the last one with {{customer}}.',
    'work-taken-over_several':
      '{{times}} of your conversations were taken over, the last one with {{customer}} by {{by}}.',
    'read-along_several': '{{by}} reads along in the conversation with {{customer}}, and in others before.',
    'work-given_several':
      'You were given {{times}} pieces of work, the last one with {{customer}} by {{by}}.',
    'transfer-returned': '{{to}} did not take your transfer, so the work is still yours.',
    'transfer-returned_declined': '{{to}} declined your transfer, so the work is still yours.',
    'transfer-returned_declined-on-push-time-out':
      '{{to}} did not answer your transfer in time, so the work is still yours.',
    'transfer-returned_unavailable': '{{to}} is not available any more, so the work is still yours.',
    'transfer-accepted': '{{by}} accepted your transfer.',
    'work-taken-back': 'The work with {{customer}} went back to the queue.',
    'work-taken-over': '{{by}} took over the work with {{customer}}.',
    'read-along': '{{by}} reads along in the conversation with {{customer}}.',
    'work-given': '{{by}} gave you the work with {{customer}}.',
  },
  messageEvents: {
    'agent-joined': 'An agent joined the conversation.',
    'agent-left': 'The agent left the conversation.',
    'customer-left': 'The customer left the conversation.',
    ended: 'The conversation ended.',
    'on-hold': 'The conversation is on hold.',
    resumed: 'The conversation goes on.',
    'returned-to-queue': 'The conversation went back to the queue.',
  },
  alarms: {
    'connection-lost': 'The connection to the hub is lost. You get no new work until it is back.',
    'sound-failed': 'The sound could not be played. Check the volume and the output device in Preferences.',
    'settings-reset': 'Your preferences on this device could not be read and were set back. A copy was kept.',
    'hub-restarting': 'The hub is starting again. Your work is safe; this takes a moment.',
    'hub-failed':
      'The hub on this computer has stopped and cannot start again: {{words}} Restart OnQueue; if that does not help, save the diagnostics for your administrator.',
    'signed-out': 'You were signed out. Sign in again to get work.',
    'notifications-blocked':
      'This computer blocks notifications of OnQueue. Allow them in the system settings, or watch the offer window.',
    'certificate-changed':
      'The hub shows another certificate than the one you trusted, so nothing is sent to it. Ask your administrator before you sign in again.',
    'certificate-expired':
      'The certificate of the hub has run out, so nothing is sent to it. Ask your administrator to renew it.',
    'certificate-another-name':
      'The certificate of the hub belongs to another address, so nothing is sent to it. Ask your administrator.',
    'hub-too-old':
      'The hub is older than this OnQueue and does not understand it. Ask your administrator to update it.',
    'hub-too-new': 'The hub is newer than this OnQueue. Update OnQueue, or ask your administrator.',
    'hub-unreadable':
      'This version of OnQueue can’t show everything the hub sends. Work still rings. Update OnQueue, or ask your administrator.',
    'no-tray':
      'This desktop has no place for tray icons, so this window stays open. Choose your status here instead.',
    'update-failed':
      'The new version of OnQueue could not be installed. This one works on as before. Choose “Restart now” to try again, or ask your administrator to install it.',
    'offers-covered':
      'This desktop (Wayland) lets other windows cover the offer window. Listen for the ring and watch the notifications, or have OnQueue started with --ozone-platform=x11.',
  },
  validation: {
    EMPTY: 'Write something first.',
    TOO_LARGE: 'This is too long. Shorten it, or send it in parts.',
    TOO_LONG: 'At most {{most}} characters.',
    TAKEN: 'This name is already in use. Choose another one.',
    DEVELOPER_NAME:
      'Only letters from A to Z, digits, and single underscores; it starts with a letter and does not end with an underscore.',
    REQUIRED: 'Fill this in.',
    RANGE: 'Between {{least}} and {{most}}.',
    WHOLE_NUMBER: 'A whole number.',
    BELOW_FORM_RANGE: 'Imported with less than {{least}}; it works, but can only be saved from {{least}} up.',
    AUTO_ACCEPT_EXCLUDES_DECLINE:
      'Not together with accepting requests automatically. Switch that off to let agents decline.',
    DECLINE_EXCLUDES_AUTO_ACCEPT:
      'Not together with letting agents decline. Switch that off to accept requests automatically.',
    NEEDS_DECLINE: 'Only when agents may decline requests.',
    NEEDS_DECLINE_REASONS: 'Only when agents choose a decline reason.',
    NEEDS_REQUEST_SOUND: 'Only when a sound plays for work requests.',
    NEEDS_WRAP_UP: 'Only when agents get wrap-up time.',
    NEEDS_EXTEND: 'Only when agents may extend the wrap-up.',
    NEEDS_ABSENCE_RULE: 'Only when this rule is switched on.',
    REASONS_REQUIRED: 'Select at least one decline reason that is in use.',
    REASON_UNKNOWN: 'A selected decline reason does not exist any more. Remove it.',
    REASON_INACTIVE: '“{{reason}}” is not in use, so agents do not see it.',
    REASON_TWICE: '“{{reason}}” is selected twice. Remove one.',
    STATUS_REQUIRED: 'Choose the status to change to.',
    STATUS_UNKNOWN: 'This status does not exist any more. Choose another one.',
    STATUS_INACTIVE: '“{{status}}” is not in use. Activate it or choose another one.',
    STATUS_STILL_OPEN:
      '“{{status}}” is still open for {{channels}}, so the agent goes on getting this work. A status that is not open for it is usually meant.',
    NO_PUSH_TIME_OUT: 'No routing configuration has a push time-out, so this never happens yet.',
    ALIAS_FIELD_UNKNOWN: '{{field}} is not a field. Use {!First_Name}, {!Nickname} or {!User_Alias}.',
    CHAT_IS_PRIMARY: 'Live chat always takes primary capacity.',
    EXTENSION_INCOMPLETE: 'Give both, the duration and how often, or neither.',
    POP_UP_ADDRESS: 'An address that begins with https:// or http://.',
    VALUE_TWICE: '“{{value}}” stands here twice. Remove one.',
    OVERFLOW_TO_ITSELF: 'A queue cannot overflow into itself.',
    RECORD_UNKNOWN: 'Something chosen here does not exist any more. Choose anew.',
    VOICE_RINGS_SHORTER: 'Calls ring for {{most}} s at most, whatever is set here.',
    EXTERNAL_NOT_ROUTED: 'Another system routes this work; it is never offered from here.',
    STATUS_INACTIVE_FALLS_BACK:
      '“{{status}}” is not in use. Until then the system status of the same base applies.',
    STATUS_NOT_GRANTED:
      '“{{status}}” is not among the statuses granted here: it begins the day, but cannot be chosen later.',
    DECIMALS: 'At most three decimals.',
    TOO_SHORT: 'At least {{least}} characters.',
    USERNAME: 'Without spaces.',
    REPLY_KEY: 'Letters, digits, _ and - only, at most 30.',
  },
  importRemarks,
  importFaults,
  exportRemarks,
  exportParts,
} as const;
