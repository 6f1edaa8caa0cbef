import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { agentView, type ChannelView, type SetUp } from '#core/settings/agent-view.ts';
import type { User } from '#core/setup/people.ts';
import { Section } from '../../controls/section.tsx';
import { clockDuration } from '../../i18n/format.ts';
import { BaseDot } from '../../presence/base-dot.tsx';
import { useSourceText } from '../../settings/source-text.ts';
import table from '../../settings/settings-table.module.css';
import css from './preview.module.css';

interface Props {
  readonly user: User;
  readonly setUp: SetUp;
  /** The selected user, when there is a choice. */
  readonly children?: ReactNode;
}

/** A preview of what an agent will see and hear, before anything is saved. */
export function PreviewSection({ user, setUp, children }: Props) {
  const { t } = useTranslation();
  const { from } = useSourceText();
  const view = agentView(user, setUp);
  const { capacity, interruptibleCapacity, configuration } = view.settings;
  const alone = view.statuses.length === 1 && view.statuses[0]?.base === 'offline';
  return (
    <Section title={t('setup.preview.title')}>
      {children}
      <dl className={css.facts}>
        <div>
          <dt>{t('setup.preview.menu')}</dt>
          <dd>
            <ul className={css.menu} aria-label={t('setup.preview.menu')}>
              {view.statuses.map(({ id, base, text, channelIds }) => (
                <li key={id}>
                  <BaseDot base={base} />
                  <span>{text}</span>
                  <small>
                    {setUp.channels
                      .filter((channel) => channelIds.includes(channel.id))
                      .map(({ name }) => name)
                      .join(', ')}
                  </small>
                </li>
              ))}
            </ul>
            {alone && <p>{t('setup.preview.onlyOffline')}</p>}
          </dd>
        </div>
        {view.atSignIn && (
          <Fact label={t('setup.preview.atSignIn')}>
            {view.atSignIn.value.text} <small>{from(view.atSignIn.source)}</small>
          </Fact>
        )}
        <Fact label={t('setup.configuration.capacity')}>
          {capacity.value} <small>{from(capacity.source)}</small>
        </Fact>
        <Fact label={t('setup.configuration.interruptibleCapacity')}>{interruptibleCapacity.value}</Fact>
        <Fact label={t('setup.configuration.declineReasons')}>
          {view.declineReasons.join(', ') ||
            t(
              configuration.value.settings.allowDecline
                ? 'setup.preview.noReasons'
                : 'setup.preview.noDecline',
            )}
        </Fact>
        <Fact label={t('setup.preview.customersSee')}>{view.customersSee || '–'}</Fact>
      </dl>
      <table className={table.table} aria-label={t('setup.preview.channels')}>
        <thead>
          <tr>
            <th scope="col">{t('setup.nouns.channel')}</th>
            <th scope="col">{t('setup.preview.request')}</th>
            <th scope="col">{t('setup.preview.sound')}</th>
            <th scope="col">{t('setup.preview.wrapUp')}</th>
          </tr>
        </thead>
        <tbody>
          {view.channels.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function ChannelRow({ channel }: { readonly channel: ChannelView }) {
  const { t } = useTranslation();
  const { from } = useSourceText();
  const { autoAccept, canDecline, sound, wrapUp } = channel;
  return (
    <tr>
      <th scope="row">{channel.name}</th>
      <td>
        {t(
          autoAccept.value
            ? 'setup.preview.opensByItself'
            : canDecline
              ? 'setup.preview.acceptOrDecline'
              : 'setup.preview.acceptOnly',
        )}
        <small>{from(autoAccept.source)}</small>
      </td>
      <td>
        {sound.value.play
          ? t('setup.preview.rings', {
              sound: t(
                sound.value.sound === 'default'
                  ? 'setup.configuration.defaultSound'
                  : 'setup.configuration.customSound',
              ),
              seconds: sound.value.seconds,
            })
          : t('setup.preview.silent')}
        <small>{from(sound.source)}</small>
      </td>
      <td>
        {wrapUp.value
          ? [
              clockDuration(wrapUp.value.seconds * 1000),
              wrapUp.value.maxExtensions > 0 &&
                t('setup.preview.extensions', {
                  count: wrapUp.value.maxExtensions,
                  time: clockDuration(wrapUp.value.extensionSeconds * 1000),
                }),
            ]
              .filter(Boolean)
              .join(' ')
          : t('setup.preview.noWrapUp')}
        <small>{from(wrapUp.source)}</small>
      </td>
    </tr>
  );
}
