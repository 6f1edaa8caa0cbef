import { Menu } from '@base-ui/react/menu';
import { useTranslation } from 'react-i18next';
import type { OpenWork } from '#core/snapshot.ts';
import { attempt } from '../bridge/attempt.ts';
import { bridge } from '../bridge/connection.ts';
import { Button, IconButton } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import menu from '../controls/menu.module.css';
import { useUi } from '../state/ui-store.ts';
import { confirmClose } from '../workspace/workspace-tabs.tsx';
import type { WorkEntry } from '../workspace/my-work.ts';
import css from './work-header.module.css';

/** The customer's name, and all actions on the work. */
export function WorkHeader({ entry, panel }: { readonly entry: WorkEntry; readonly panel: boolean }) {
  const { t } = useTranslation();
  const panelOpen = useUi((ui) => ui.panelOpen);
  const { customer, subject, queue } = entry.work;
  return (
    <div className={css.head}>
      <div className={css.who}>
        <h2 className={css.customer}>{customer}</h2>
        <p className={css.subject}>{queue ? `${subject} · ${queue.name}` : subject}</p>
      </div>
      {entry.phase === 'open' && <Actions work={entry.work} entry={entry} />}
      {panel && (
        <IconButton
          icon="panel"
          label={panelOpen ? t('panel.hide') : t('panel.show')}
          aria-pressed={panelOpen}
          onClick={() => useUi.setState({ panelOpen: !panelOpen })}
        />
      )}
    </div>
  );
}

function Actions({ work, entry }: { readonly work: OpenWork; readonly entry: WorkEntry }) {
  const { t } = useTranslation();
  const { agentWorkId, workItemId } = work;
  const held = work.state === 'on-hold';
  const hold = held ? t('conversation.resume') : t('conversation.hold');
  return (
    <div className={css.actions}>
      <Button
        icon="transfer"
        disabled={work.transfer !== null}
        onClick={() => useUi.setState({ dialog: { kind: 'transfer', workItemId } })}
      >
        {t('conversation.transfer')}
      </Button>
      <Button
        icon={held ? 'resume' : 'hold'}
        aria-label={hold}
        title={hold}
        onClick={() => void attempt(bridge.work[held ? 'resume' : 'hold']({ agentWorkId }))}
      >
        <span className={css.spare}>{hold}</span>
      </Button>
      <Menu.Root>
        <Menu.Trigger render={<IconButton icon="more" label={t('conversation.more')} />} />
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} sideOffset={6} align="end" collisionPadding={8}>
            <Menu.Popup className={menu.popup}>
              <div className={menu.list}>
                <Menu.Item
                  className={menu.item}
                  onClick={() =>
                    void attempt(bridge.work.askSupervisor({ agentWorkId, wanted: !work.helpWanted }))
                  }
                >
                  <Icon name="help" />
                  <span>
                    {work.helpWanted ? t('conversation.cancelHelp') : t('conversation.askSupervisor')}
                  </span>
                </Menu.Item>
                <Menu.Item
                  className={menu.item}
                  onClick={() => useUi.setState({ dialog: { kind: 'back-to-queue', workItemId } })}
                >
                  <Icon name="queue" />
                  <span>{t('conversation.backToQueue')}</span>
                </Menu.Item>
                <Menu.Separator className={menu.rule} />
                <Menu.Item className={menu.item} onClick={() => confirmClose(entry)}>
                  <Icon name="close" />
                  <span>{t('workspace.closeTab')}</span>
                </Menu.Item>
              </div>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <Button icon="end" className={css.end} onClick={() => void attempt(bridge.work.end({ agentWorkId }))}>
        {work.conversation ? t('conversation.end') : t('conversation.endWork')}
      </Button>
    </div>
  );
}

/** Special conditions of the work, one quiet line each. */
export function WorkNotes({ work }: { readonly work: OpenWork }) {
  const { t } = useTranslation();
  return (
    <>
      {work.transfer && (
        <div className={css.note}>
          <p>{t('conversation.transferRunning', { to: work.transfer.to })}</p>
          <Button onClick={() => void attempt(bridge.work.cancelTransfer({ agentWorkId: work.agentWorkId }))}>
            {t('conversation.cancelTransfer')}
          </Button>
        </div>
      )}
      {work.state === 'on-hold' && (
        <div className={css.note}>
          <p>{t('conversation.onHold')}</p>
        </div>
      )}
      {work.helpWanted && (
        <div className={css.note}>
          <p>{t('work.helpWanted')}</p>
        </div>
      )}
      {work.conversation && !work.conversation.customerPresent && (
        <div className={css.note}>
          <p>{t('conversation.customerGone')}</p>
        </div>
      )}
    </>
  );
}
