import { Menu } from '@base-ui/react/menu';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { StatusView } from '#core/snapshot.ts';
import { Icon } from '../controls/icon.tsx';
import menu from '../controls/menu.module.css';
import { hubNow, useSnapshot } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import { BaseDot } from './base-dot.tsx';
import { chooseStatus, menuGroups, queueStatus, statusesOf } from './choose-status.ts';

const MINUTES = [15, 30, 60] as const;

/** Every status the agent can choose, with search and arrow keys. `trigger` opens it, below `anchor`. */
export function StatusMenu({
  trigger,
  anchor,
}: {
  readonly trigger: ReactNode;
  readonly anchor: RefObject<HTMLElement | null>;
}) {
  const { t } = useTranslation();
  const open = useUi((ui) => ui.statusMenuOpen);
  const statuses = useSnapshot((snapshot) => snapshot.statuses);
  const current = useSnapshot((snapshot) => snapshot.presence.status.id);
  return (
    <Menu.FilterProvider autoHighlight>
      <Menu.Root open={open} onOpenChange={(next) => useUi.setState({ statusMenuOpen: next })}>
        {trigger}
        <Menu.Portal>
          <Menu.Positioner
            className={menu.positioner}
            anchor={anchor}
            sideOffset={6}
            align="start"
            collisionPadding={8}
          >
            <Menu.Popup className={menu.popup} aria-label={t('presence.menu')}>
              <div className={menu.search}>
                <Icon name="search" />
                <Menu.Input aria-label={t('presence.filter')} placeholder={t('presence.filter')} />
              </div>
              <Menu.Empty className={menu.empty}>{t('presence.noMatch')}</Menu.Empty>
              <Menu.List className={menu.list} aria-label={t('presence.menu')}>
                {menuGroups.map((group) => {
                  const members = statusesOf(statuses, group);
                  if (members.length === 0) return null;
                  return (
                    <Menu.RadioGroup
                      key={group}
                      value={current}
                      onValueChange={(statusId: string) => void chooseStatus(statusId)}
                    >
                      <Menu.GroupLabel className={menu.heading}>{t(`bases.${group}`)}</Menu.GroupLabel>
                      {members.map((status) => (
                        <StatusItem key={status.id} status={status} />
                      ))}
                    </Menu.RadioGroup>
                  );
                })}
                <Menu.Separator className={menu.rule} />
                <AfterThisWork statuses={statuses} />
                <Until statuses={statuses} />
              </Menu.List>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </Menu.FilterProvider>
  );
}

function StatusItem({ status }: { readonly status: StatusView }) {
  const { t } = useTranslation();
  const second = `status-${status.id}-channels`;
  return (
    <Menu.RadioItem
      className={menu.item}
      value={status.id}
      label={status.text}
      closeOnClick
      aria-label={status.text}
      aria-describedby={status.channels.length > 0 ? second : undefined}
    >
      <BaseDot base={status.base} />
      <span>{status.text}</span>
      <Menu.RadioItemIndicator className={menu.mark}>
        <Icon name="check" />
      </Menu.RadioItemIndicator>
      {status.channels.length > 0 && (
        <span className={menu.second} id={second}>
          {t('presence.openFor', { channels: status.channels.join(', ') })}
        </span>
      )}
    </Menu.RadioItem>
  );
}

function Submenu({ label, icon, children }: { label: ReactNode; icon: ReactNode; children: ReactNode }) {
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className={menu.item}>
        {icon}
        <span>{label}</span>
        <Icon name="right" />
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={2} alignOffset={-6} collisionPadding={8}>
          <Menu.Popup className={menu.popup}>
            <div className={menu.list}>{children}</div>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}

function AfterThisWork({ statuses }: { readonly statuses: readonly StatusView[] }) {
  const { t } = useTranslation();
  return (
    <Submenu label={t('presence.afterThisWork')} icon={<Icon name="check" />}>
      {statuses.map((status) => (
        <Menu.Item key={status.id} className={menu.item} onClick={() => void queueStatus(status.id)}>
          <BaseDot base={status.base} />
          <span>{status.text}</span>
        </Menu.Item>
      ))}
    </Submenu>
  );
}

function Until({ statuses }: { readonly statuses: readonly StatusView[] }) {
  const { t } = useTranslation();
  return (
    <Submenu label={t('presence.until')} icon={<Icon name="clock" />}>
      {statuses
        .filter((status) => status.base !== 'offline')
        .map((status) => (
          <Submenu key={status.id} label={status.text} icon={<BaseDot base={status.base} />}>
            {MINUTES.map((minutes) => (
              <Menu.Item
                key={minutes}
                className={menu.item}
                onClick={() => void chooseStatus(status.id, Math.round(hubNow()) + minutes * 60_000)}
              >
                <Icon name="clock" />
                <span>{t('presence.minutes', { minutes })}</span>
              </Menu.Item>
            ))}
            <Menu.Item
              className={menu.item}
              onClick={() => useUi.setState({ dialog: { kind: 'until', statusId: status.id } })}
            >
              <Icon name="more" />
              <span>{t('presence.customTime')}</span>
            </Menu.Item>
          </Submenu>
        ))}
    </Submenu>
  );
}
