import css from './avatar.module.css';

/** The first letters of a name, for the eye to find a row again. */
export function Avatar({ name }: { readonly name: string }) {
  const words = name.trim().split(/\s+/);
  const letters =
    words.length > 1 ? `${words[0]?.[0] ?? ''}${words.at(-1)?.[0] ?? ''}` : name.trim().slice(0, 1);
  return (
    <span className={css.avatar} aria-hidden="true">
      {letters.toUpperCase()}
    </span>
  );
}
