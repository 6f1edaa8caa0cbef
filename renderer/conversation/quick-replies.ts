/** Quick replies: a `/` at the start of the message, then part of the key. Pure. */

interface QuickReply {
  readonly key: string;
  readonly text: string;
}

/** Replies whose key or text matches the input; keys that start with it first. `null` = no quick reply requested. */
export function matchingReplies(text: string, replies: readonly QuickReply[]): readonly QuickReply[] | null {
  const asked = /^\/([\p{L}\p{N}_-]*)$/u.exec(text);
  if (!asked) return null;
  const wanted = (asked[1] ?? '').toLowerCase();
  const begins = ({ key }: QuickReply) => key.toLowerCase().startsWith(wanted);
  const holds = ({ key, text: words }: QuickReply) =>
    key.toLowerCase().includes(wanted) || words.toLowerCase().includes(wanted);
  return [...replies.filter(begins), ...replies.filter((reply) => !begins(reply) && holds(reply))];
}
