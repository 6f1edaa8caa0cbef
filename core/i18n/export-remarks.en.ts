/** Remarks about what an export had to omit, English. */
export const exportRemarks = {
  STATUS_CHANNELS: '{{name}}: the channels of this system status.',
  STATUS_INACTIVE: '{{name}}: that this status is inactive.',
  CONFIGURATION: '{{name}}: {{parts}}.',
  STATUSES_OF_USERS: 'Statuses granted to single users: {{names}}.',
};

/** Parts of a presence configuration, as `{{parts}}` lists them. */
export const exportParts = {
  sound: 'custom sound',
  destinations: 'transfer destinations',
  automaticPresence: 'automatic presence',
  oneAtATime: 'one request at a time',
  misses: 'misses before the status changes',
  absence: 'rules of absence',
  readAlong: 'telling agents who reads along',
  wrapUpHold: 'how wrap-up holds capacity',
};
